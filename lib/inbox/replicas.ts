import { isObject } from '../assert';
import { redisCommandOf } from './redis-command';

/** What waits until the replicas have what the queue's connection has written so far. */
export type AwaitReplicas = () => Promise<void>;

/**
 * Creates what waits for the replicas of a queue's Redis, by `WAIT` on the queue's own connection: that is about what
 * this very connection has written. Rejects when too few have it in time.
 */
export const createAwaitReplicas =
  (queue: object, replicas: number, waitMs: number): AwaitReplicas =>
  async () => {
    const client = await clientOf(queue);
    const command = redisCommandOf(client);
    if (!command || (isObject(client) && client['isCluster'] === true)) {
      throw new Error(
        'The option replicas needs a queue on one connection of ioredis or node-redis: a Cluster may send WAIT to another ' +
          'node. There, set min-replicas-to-write.',
      );
    }
    const reached = Number(await command('WAIT', String(replicas), String(waitMs)));
    if (!(reached >= replicas)) {
      throw new Error(`Only ${reached} of ${replicas} replicas of Redis had the event within ${waitMs} ms.`);
    }
  };

/** The connection of a BullMQ queue: a member of its own in BullMQ 5, of its backend in 6. */
const clientOf = async (queue: object): Promise<unknown> => {
  const { client, backend } = queue as { readonly client?: unknown; readonly backend?: { readonly client?: unknown } };
  return (await client) ?? (await backend?.client);
};
