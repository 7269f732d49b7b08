import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, Redis } from 'ioredis';
import type { BullmqInboxOptions } from '../../lib/inbox/bullmq';
import { blackHole } from './black-hole';
import { startCluster } from './cluster';
import { eventually } from './eventually';
import { countUp, drained, startWeb, startWorker } from './in-process';
import { hasRedisServer, privateRedis, type PrivateRedis } from './private-redis';
import { afterwards, leaveNothing, temporaryDirectory } from './scene';
import { noteRow, printScenarios } from './scenarios';
import type { Posted } from './tally';
import { eventOf, steadily } from './traffic';

jest.setTimeout(90_000);
afterEach(leaveNothing);
afterAll(printScenarios);

const withRedisServer = hasRedisServer ? describe : describe.skip;
if (!hasRedisServer) {
  console.warn(
    'There is no redis-server in PATH. NOT TESTED: what is lost when the network, the disk, the memory or the master ' +
      'of Redis fails.',
  );
}

/** As the documents advise for a web process, and for a worker: with a shorter time limit, for the test's sake. */
const forWeb = {
  maxRetriesPerRequest: 1,
  socketTimeout: 1000,
  retryStrategy: (times: number) => Math.min(times * 100, 500),
};
const forWorker = { ...forWeb, maxRetriesPerRequest: null, socketTimeout: 3000 };

const started = async (settings?: Readonly<Record<string, string>>): Promise<PrivateRedis> => {
  const server = await privateRedis(temporaryDirectory(), settings);
  afterwards(server.stop);
  await server.start();
  return server;
};

const eventsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => eventOf(first + index));

withRedisServer('the network between a process and Redis', () => {
  it('swallows established connections: events wait for about a second, none is lost, and the worker goes on', async () => {
    const server = await started();
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
    expect(slowest).toBeLessThan(2000);
  });
});

withRedisServer('a power cut', () => {
  const sizeOf = (directory: string): { path: string; size: number } => {
    const folder = join(directory, 'appendonlydir');
    const file = readdirSync(folder).find((name) => name.endsWith('.incr.aof'));
    if (file === undefined) throw new Error('Redis has no append-only file.');
    const path = join(folder, file);
    return { path, size: statSync(path).size };
  };

  /** Kills Redis under load, and cuts what its disk may not have. `isSynced` says what it has, by its age at the kill. */
  const cutPower = async (appendfsync: string, isSynced: (ageMs: number) => boolean) => {
    const server = await started({ appendonly: 'yes', appendfsync, save: '' });
    const web = await startWeb(new Redis({ port: server.port, ...forWeb }));
    const sizes: { at: number; size: number }[] = [];
    const posting = steadily(eventsFrom(0, 900), 300, async (event) => {
      const answer = await web.send(event);
      // What was acknowledged is in the file by now; with `always`, also on the disk.
      if (answer.type === 'acknowledged') sizes.push({ at: performance.now(), size: sizeOf(server.directory).size });
      return answer;
    });
    await sleep(2500);
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

withRedisServer('a Redis whose memory is full', () => {
  const fill = async (policy: string) => {
    const server = await started({ save: '', maxmemory: '5mb', 'maxmemory-policy': policy });
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
    const { server, web, posted, makeRoom } = await fill('allkeys-lru');
    await makeRoom();
    const worker = startWorker(new Redis({ port: server.port, ...forWorker }));
    await drained(web.queue);
    await worker.stop();
    const counts = countUp(posted, worker.handled);
    noteRow('BullMQ: memory full, allkeys-lru (not promised)', counts);
    expect(counts.lost).toBeGreaterThan(0);
    expect(await web.queue.getCompletedCount()).toBeLessThanOrEqual(worker.handled.length);
  });
});

withRedisServer('a replica that is cut off, and promoted when the master dies', () => {
  const promote = async (options: BullmqInboxOptions) => {
    const master = await started();
    const proxy = await blackHole(master.port);
    afterwards(proxy.close);
    const replica = await started({ appendonly: 'yes', save: '', replicaof: `127.0.0.1 ${proxy.port}` });
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
    const counts = await promote({ replicas: 1, waitMs: 300 });
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

withRedisServer('Sentinel', () => {
  it('fails over, and with replicas: 1 nothing that was acknowledged is lost', async () => {
    const master = await started();
    const replica = await started({ appendonly: 'yes', save: '', replicaof: `127.0.0.1 ${master.port}` });
    const directory = temporaryDirectory();
    const file = join(directory, 'sentinel.conf');
    writeFileSync(
      file,
      [
        `sentinel monitor live 127.0.0.1 ${master.port} 1`,
        'sentinel down-after-milliseconds live 1000',
        'sentinel failover-timeout live 5000',
      ].join('\n'),
    );
    const sentinel = await privateRedis(directory, {}, [file, '--sentinel']);
    afterwards(sentinel.stop);
    await sentinel.start();
    const viewer = new Redis(master.port);
    afterwards(async () => viewer.disconnect());
    await eventually('the replica is in step', 20, async () => /state=online/.test(await viewer.info('replication')));
    const sentinelClient = new Redis(sentinel.port);
    afterwards(async () => sentinelClient.disconnect());
    await eventually('Sentinel knows the replica', 20, async () => {
      const known = await sentinelClient.call('SENTINEL', 'REPLICAS', 'live');
      return Array.isArray(known) && known.length === 1;
    });

    const place = { sentinels: [{ host: '127.0.0.1', port: sentinel.port }], name: 'live' };
    const web = await startWeb(new Redis({ ...forWeb, ...place }), { replicas: 1, waitMs: 500 });
    const posting = steadily(eventsFrom(0, 400), 100, web.send);
    await sleep(2000);
    await master.stop();
    const posted = await posting;
    // The new master has no replica until the old one is back.
    await master.start();
    await eventually('events are acknowledged again', 40, async () => {
      const [again] = await Promise.all([web.send(eventOf(10_000 + posted.length)), sleep(200)]);
      posted.push(again);
      return again.type === 'acknowledged';
    });
    const worker = startWorker(new Redis({ ...forWorker, ...place }));
    await drained(web.queue);
    await worker.stop();
    const counts = countUp(posted, worker.handled);
    noteRow('BullMQ: Sentinel failover, replicas: 1', counts);
    expect(counts.lost).toBe(0);
    expect(Math.min(counts.acknowledged, counts.refused)).toBeGreaterThan(50);
    expect(replica.port).not.toBe(master.port);
  });
});

withRedisServer('a Cluster', () => {
  it('moves the slot of the queue, and then loses its master, under load', async () => {
    const cluster = await startCluster();
    const nodes = cluster.ports.map((port) => ({ host: '127.0.0.1', port }));
    const connect = (redisOptions: typeof forWeb | typeof forWorker) =>
      new Cluster(nodes, { redisOptions, clusterRetryStrategy: () => 100, retryDelayOnFailover: 200 });
    const web = await startWeb(connect(forWeb));
    const posting = steadily(eventsFrom(0, 1000), 100, web.send);
    await sleep(1000);
    await cluster.moveSlotOf('{live}');
    await sleep(1000);
    await cluster.killMaster();
    const posted = await posting;
    await eventually('the replica is promoted', 30, cluster.isPromoted);
    await eventually('events are acknowledged again', 40, async () => {
      const again = await web.send(eventOf(10_000 + posted.length));
      posted.push(again);
      return again.type === 'acknowledged';
    });
    const worker = startWorker(connect(forWorker));
    await drained(web.queue);
    await worker.stop();

    const counts = countUp(posted, worker.handled);
    noteRow('BullMQ: Cluster, slot moved and master killed (not promised)', counts);
    // A master may acknowledge what its replica has not received: no more than was in flight.
    expect(counts.lost).toBeLessThanOrEqual(24);
    expect(counts.acknowledged).toBeGreaterThan(200);
  });
});
