import { Redis } from 'ioredis';
import { eventually } from './eventually';
import { privateRedis, type PrivateRedis } from './private-redis';
import { afterwards, temporaryDirectory } from './scene';

const slots = 16384;

/** A Cluster of three masters, of which the second has a replica. */
export const startCluster = async () => {
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-node-timeout': '1500',
    'cluster-replica-validity-factor': '0',
    appendonly: 'yes',
    appendfsync: 'always',
    save: '',
  };
  const servers: PrivateRedis[] = [];
  for (let at = 0; at < 4; at++) {
    const server = await privateRedis(temporaryDirectory(), settings);
    afterwards(server.stop);
    await server.start();
    servers.push(server);
  }
  const clients = servers.map(({ port }) => new Redis(port).on('error', () => {}));
  afterwards(async () => clients.forEach((client) => client.disconnect()));
  const [first, second, third, replica] = clients as [Redis, Redis, Redis, Redis];
  const masters = [first, second, third];

  for (const [at, master] of masters.entries()) {
    const start = Math.floor((at * slots) / 3);
    await master.call('CLUSTER', 'ADDSLOTSRANGE', start, Math.floor(((at + 1) * slots) / 3) - 1);
  }
  for (const { port } of servers.slice(1)) await first.call('CLUSTER', 'MEET', '127.0.0.1', port);
  const idOf = async (client: Redis): Promise<string> => String(await client.call('CLUSTER', 'MYID'));
  const secondId = await idOf(second);
  await eventually('the replica knows its master', 20, async () =>
    String(await replica.call('CLUSTER', 'NODES')).includes(secondId),
  );
  await replica.call('CLUSTER', 'REPLICATE', secondId);
  const isOk = async (client: Redis): Promise<boolean> =>
    String(await client.call('CLUSTER', 'INFO')).includes('cluster_state:ok');
  await eventually('the Cluster is up', 30, async () => (await Promise.all(clients.map(isOk))).every(Boolean));
  await eventually('the replica is in step', 30, async () => /state=online/.test(await second.info('replication')));

  return {
    ports: servers.map(({ port }) => port),
    /** Moves the slot of a key to the master that has a replica, key by key; resolves to whether it was elsewhere. */
    moveSlotOf: async (key: string): Promise<void> => {
      const slot = Number(await first.call('CLUSTER', 'KEYSLOT', key));
      const from = masters[Math.min(2, Math.floor((slot * 3) / slots))];
      if (!from || from === second) throw new Error('The slot is there already: choose another key.');
      const [fromId, port] = [await idOf(from), servers[1]?.port ?? 0];
      await second.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId);
      await from.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', secondId);
      for (;;) {
        const keys = (await from.call('CLUSTER', 'GETKEYSINSLOT', slot, 100)) as string[];
        if (keys.length === 0) break;
        await from.call('MIGRATE', '127.0.0.1', port, '', 0, 5000, 'KEYS', ...keys);
      }
      for (const master of [second, from, ...masters]) await master.call('CLUSTER', 'SETSLOT', slot, 'NODE', secondId);
    },
    /** Kills the master that has a replica. */
    killMaster: async (): Promise<void> => {
      await servers[1]?.stop();
    },
    isPromoted: async (): Promise<boolean> => /role:master/.test(await replica.info('replication')),
  };
};
