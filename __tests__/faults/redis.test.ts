import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, type ConnectionOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { bullmqInbox, type BullmqInboxOptions } from '../../lib/inbox/bullmq';
import { recordOf } from '../support/inbox';
import { blackHole } from './black-hole';
import { eventually } from './eventually';
import { countUp, drained, startWeb, startWorker } from './in-process';
import type { PrivateRedis } from './private-redis';
import { afterwards, leaveNothing } from './scene';
import { noteRow, printScenarios } from './scenarios';
import { describeWithRedisServer, forWeb, forWorker, startRedis } from './started-redis';
import type { Posted } from './tally';
import { eventOf, eventsFrom, steadily } from './traffic';

jest.setTimeout(90_000);
afterEach(leaveNothing);
afterAll(printScenarios);

describeWithRedisServer('the network between a process and Redis', () => {
  it('swallows established connections: events wait for about a second, none is lost, and the worker goes on', async () => {
    const server = await startRedis();
    const proxy = await blackHole(server.port);
    afterwards(proxy.close);
    const web = await startWeb(new Redis({ port: proxy.port, ...forWeb }));
    const worker = startWorker(new Redis({ port: proxy.port, ...forWorker }));
    const posting = steadily(eventsFrom(0, 600), 200, web.send);
    await sleep(700);
    proxy.swallow();
    const posted = await posting;
    await drained(web.queue);
    await worker.stop();

    const counts = countUp(posted, worker.handled);
    noteRow('BullMQ: established connections swallowed, socketTimeout 1,000', counts);
    expect(counts.lost).toBe(0);
    expect(counts.refused).toBeLessThan(100);
    expect(posted.slice(-100).map(({ type }) => type)).toEqual(Array.from({ length: 100 }, () => 'acknowledged'));
    const slowest = Math.max(...posted.map(({ ms }) => ms));
    expect(slowest).toBeGreaterThan(900);
    // Tencent waits for two seconds. What a loaded machine adds at both ends is not the time of the reply.
    expect(slowest).toBeLessThan(2500);
  });
});

describeWithRedisServer('a power cut', () => {
  const sizeOf = (directory: string): { path: string; size: number } => {
    const folder = join(directory, 'appendonlydir');
    const file = readdirSync(folder).find((name) => name.endsWith('.incr.aof'));
    if (file === undefined) throw new Error('Redis has no append-only file.');
    const path = join(folder, file);
    return { path, size: statSync(path).size };
  };

  /** Kills Redis under load, and cuts what its disk may not have. `isSynced` says what it has, by its age at the kill. */
  const cutPower = async (appendfsync: string, isSynced: (ageMs: number) => boolean) => {
    const server = await startRedis({ appendonly: 'yes', appendfsync, save: '' });
    const web = await startWeb(new Redis({ port: server.port, ...forWeb }));
    const sizes: { at: number; size: number }[] = [];
    const posting = steadily(eventsFrom(0, 540), 300, async (event) => {
      const answer = await web.send(event);
      // What was acknowledged is in the file by now; with `always`, also on the disk.
      if (answer.type === 'acknowledged') sizes.push({ at: performance.now(), size: sizeOf(server.directory).size });
      return answer;
    });
    // On a slow machine, the first reply takes a while.
    await eventually('an event is acknowledged', 10, async () => sizes.length > 0);
    await sleep(1300);
    const killedAt = performance.now();
    await server.stop();
    const posted = await posting;
    const synced = sizes.filter(({ at }) => isSynced(killedAt - at)).map(({ size }) => size);
    truncateSync(sizeOf(server.directory).path, Math.max(...synced));

    await server.start();
    const worker = startWorker(new Redis({ port: server.port, ...forWorker }));
    await eventually('events are acknowledged again', 10, async () => {
      const again = await web.send(eventOf(10_000));
      return again.type === 'acknowledged';
    });
    await drained(web.queue);
    await worker.stop();
    return countUp(posted, worker.handled);
  };

  it('loses nothing with appendfsync always', async () => {
    const counts = await cutPower('always', () => true);
    noteRow('BullMQ: power cut, appendfsync always', counts);
    expect(counts.lost).toBe(0);
    expect(Math.min(counts.acknowledged, counts.refused)).toBeGreaterThan(50);
  });

  it('loses the last second with appendfsync everysec', async () => {
    const counts = await cutPower('everysec', (ageMs) => ageMs >= 1000);
    noteRow('BullMQ: power cut, appendfsync everysec (not promised)', counts);
    expect(counts.lost).toBeGreaterThan(20);
    expect(counts.lost).toBeLessThan(counts.acknowledged);
  });
});

describeWithRedisServer('a Redis whose memory is full', () => {
  const fill = async (policy: string) => {
    const server = await startRedis({ save: '', maxmemory: '5mb', 'maxmemory-policy': policy });
    const connection = new Redis({ port: server.port, ...forWeb });
    const web = await startWeb(connection);
    const posted: Posted[] = await steadily(eventsFrom(0, 3000), 1000, web.send);
    return { server, web, posted, makeRoom: () => connection.config('SET', 'maxmemory', '0') };
  };

  it('refuses events with noeviction, and loses none', async () => {
    const { server, web, posted, makeRoom } = await fill('noeviction');
    await makeRoom();
    const worker = startWorker(new Redis({ port: server.port, ...forWorker }));
    await drained(web.queue);
    await worker.stop();
    const counts = countUp(posted, worker.handled);
    noteRow('BullMQ: memory full, noeviction', counts);
    expect(counts.lost).toBe(0);
    expect(Math.min(counts.acknowledged, counts.refused)).toBeGreaterThan(200);
  });

  it('loses events with allkeys-lru, but completes none that it has not handled', async () => {
    // BullMQ warns of this policy on each connection.
    const warning = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const { server, web, posted, makeRoom } = await fill('allkeys-lru');
    await makeRoom();
    const worker = startWorker(new Redis({ port: server.port, ...forWorker }));
    await drained(web.queue);
    await worker.stop();
    warning.mockRestore();
    const counts = countUp(posted, worker.handled);
    noteRow('BullMQ: memory full, allkeys-lru (not promised)', counts);
    expect(counts.lost).toBeGreaterThan(0);
    expect(await web.queue.getCompletedCount()).toBeLessThanOrEqual(worker.handled.length);
  });
});

describeWithRedisServer('a replica that is cut off, and promoted when the master dies', () => {
  const promote = async (options: BullmqInboxOptions) => {
    const master = await startRedis();
    const proxy = await blackHole(master.port);
    afterwards(proxy.close);
    const replica = await startRedis({ appendonly: 'yes', save: '', replicaof: `127.0.0.1 ${proxy.port}` });
    const viewer = new Redis(master.port);
    afterwards(async () => viewer.disconnect());
    await eventually('the replica is in step', 20, async () => /state=online/.test(await viewer.info('replication')));

    const web = await startWeb(new Redis({ port: master.port, ...forWeb }), options);
    const posting = steadily(eventsFrom(0, 300), 150, web.send);
    await sleep(1000);
    proxy.swallow();
    const posted = await posting;
    await master.stop();

    const promoted = new Redis({ port: replica.port, ...forWorker });
    await promoted.call('REPLICAOF', 'NO', 'ONE');
    const worker = startWorker(promoted);
    const { queue } = await startWeb(new Redis({ port: replica.port, ...forWeb }));
    await drained(queue);
    await worker.stop();
    return countUp(posted, worker.handled);
  };

  it('loses nothing with replicas: 1', async () => {
    const counts = await promote({ replicas: 1, waitMs: 100 });
    noteRow('BullMQ: replica cut off and promoted, replicas: 1', counts);
    expect(counts.lost).toBe(0);
    expect(Math.min(counts.acknowledged, counts.refused)).toBeGreaterThan(50);
  });

  it('loses what it never got without', async () => {
    const counts = await promote({});
    noteRow('BullMQ: replica cut off and promoted, no replicas option (not promised)', counts);
    expect(counts.lost).toBeGreaterThan(50);
  });
});

describeWithRedisServer('a master that is replaced by one without its data, while replicas are waited for', () => {
  const record = recordOf('Live.CallbackAfterMemberStateChanged');

  /** Puts an event by this connection, and replaces the master, which has no replica yet, by one that has. */
  const putAndReplace = async (master: PrivateRedis, connection: ConnectionOptions): Promise<void> => {
    const queue = new Queue('tencent-live', { connection });
    queue.on('error', () => {});
    afterwards(() => queue.close());
    const viewer = new Redis(master.port, { retryStrategy: () => 50 }).on('error', () => {});
    const replica = new Redis((await startRedis({ save: '' })).port);
    afterwards(async () => [viewer, replica].forEach((client) => client.disconnect()));

    const put = bullmqInbox(queue, { replicas: 1, waitMs: 8000 }).put(await record);
    put.catch(() => {});
    await eventually('Redis waits for a replica', 10, async () =>
      /cmd=wait /.test(String(await viewer.client('LIST'))),
    );
    await master.stop();
    await master.start();
    await replica.replicaof('127.0.0.1', master.port);
    await put;
  };

  it('has its event refused, on a connection of ioredis, which asks the new master', async () => {
    const master = await startRedis({ save: '' });
    // On a slow machine, Redis needs more than one attempt to be back.
    const connection = new Redis({ port: master.port, ...forWeb, maxRetriesPerRequest: 50 }).on('error', () => {});
    afterwards(async () => connection.disconnect());
    await expect(putAndReplace(master, connection)).rejects.toThrow('The connection to Redis was lost before');
  });

  it('has its event refused, on a connection of node-redis, which does not', async () => {
    const master = await startRedis({ save: '' });
    const connection = createClient({ url: master.url }).on('error', () => {});
    afterwards(async () => connection.destroy());
    await expect(putAndReplace(master, connection)).rejects.toThrow('Socket closed unexpectedly');
  });
});
