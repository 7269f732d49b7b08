import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, Redis } from 'ioredis';
import { startCluster } from './cluster';
import { eventually } from './eventually';
import { countUp, drained, startWeb, startWorker } from './in-process';
import { privateRedis } from './private-redis';
import { afterwards, leaveNothing, temporaryDirectory } from './scene';
import { noteRow, printScenarios } from './scenarios';
import { describeWithRedisServer, forWeb, forWorker, startRedis } from './started-redis';
import { eventOf, eventsFrom, steadily } from './traffic';

jest.setTimeout(90_000);
afterEach(leaveNothing);
afterAll(printScenarios);

describeWithRedisServer('Sentinel', () => {
  it('fails over, and with replicas: 1 nothing that was acknowledged is lost', async () => {
    const master = await startRedis();
    const replica = await startRedis({ appendonly: 'yes', save: '', replicaof: `127.0.0.1 ${master.port}` });
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
    const sentinelClient = new Redis(sentinel.port);
    afterwards(async () => sentinelClient.disconnect());
    // Its periods are of seconds. A Redis before 7 keeps them, and fails over all the same.
    await sentinelClient.call('SENTINEL', 'DEBUG', 'INFO-PERIOD', 200, 'PUBLISH-PERIOD', 200).catch(() => {});
    const viewer = new Redis(master.port);
    afterwards(async () => viewer.disconnect());
    await eventually('the replica is in step', 20, async () => /state=online/.test(await viewer.info('replication')));
    await eventually('Sentinel knows the replica', 20, async () => {
      const known = await sentinelClient.call('SENTINEL', 'REPLICAS', 'live');
      return Array.isArray(known) && known.length === 1;
    });

    const place = { sentinels: [{ host: '127.0.0.1', port: sentinel.port }], name: 'live' };
    const web = await startWeb(new Redis({ ...forWeb, ...place }), { replicas: 1, waitMs: 500 });
    let acknowledged = 0;
    const posting = steadily(eventsFrom(0, 220), 100, async (event) => {
      const answer = await web.send(event);
      if (answer.type === 'acknowledged') acknowledged += 1;
      return answer;
    });
    await eventually('a hundred events are acknowledged', 20, () => acknowledged > 100);
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

describeWithRedisServer('a Cluster', () => {
  it('moves the slot of the queue, and then loses its master, under load', async () => {
    const cluster = await startCluster();
    const nodes = cluster.ports.map((port) => ({ host: '127.0.0.1', port }));
    const connect = (redisOptions: typeof forWeb | typeof forWorker) =>
      new Cluster(nodes, { redisOptions, clusterRetryStrategy: () => 100, retryDelayOnFailover: 200 });
    const web = await startWeb(connect(forWeb));
    const posting = steadily(eventsFrom(0, 600), 100, web.send);
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
