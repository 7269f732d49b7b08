import { hasMethods, isObject } from '../assert';
import { redisCommandOf, type RedisCommand } from './redis-command';

/** Writes to the Redis of a queue, and resolves once its replicas have what was written. */
export type WriteToReplicas = (write: () => Promise<unknown>) => Promise<void>;

/**
 * Creates what writes by the queue's own connection and then waits for the replicas: `WAIT` is about what this very
 * connection has written. Rejects when too few replicas have it in time, and when the connection was replaced meanwhile:
 * the next one may lead to a promoted replica that never got it.
 */
export const createWriteToReplicas = (queue: object, replicas: number, waitMs: number): WriteToReplicas => {
  let watched: unknown;
  let reconnections = 0;
  const commandOfQueue = async (): Promise<RedisCommand> => {
    const client = await clientOf(queue);
    const command = commandOf(client);
    if (!command) {
      throw new Error(
        'The option replicas needs a queue on one connection of ioredis or node-redis: a Cluster may send WAIT to another ' +
          'node. There, set min-replicas-to-write.',
      );
    }
    if (client !== watched && hasMethods(client, 'on')) {
      watched = client;
      // Stryker disable next-line AssignmentOperator: any number will do that it was not before.
      (client as unknown as Emitter).on('reconnecting', () => (reconnections += 1));
    }
    return command;
  };
  const awaitReplicas = shared(async () => {
    const command = await commandOfQueue();
    const reached = Number(await command('WAIT', String(replicas), String(waitMs)));
    if (!(reached >= replicas)) {
      throw new Error(`Only ${reached} of ${replicas} replicas of Redis had the event within ${waitMs} ms.`);
    }
  });

  return async (write) => {
    // Rejects before it writes: an event that is refused should not be queued.
    await commandOfQueue();
    await write();
    const before = reconnections;
    await awaitReplicas();
    if (reconnections !== before) {
      throw new Error('The connection to Redis was lost before it was known whether its replicas have the event.');
    }
  };
};

/** Both clients emit this before they replace a connection. They are not imported, not even for their types. */
interface Emitter {
  on(event: 'reconnecting', listener: () => void): unknown;
}

/**
 * Runs a task once for all callers that come before it begins, and never twice at a time: `WAIT` holds up its whole
 * connection, and one is about everything written before it.
 */
const shared = (task: () => Promise<void>): (() => Promise<void>) => {
  let current = Promise.resolve();
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    next = undefined;
    return task();
  };
  return () => {
    if (!next) current = next = current.then(begin, begin);
    return next;
  };
};

/** BullMQ 6 has a client of node-redis as the `raw` of its own. */
const commandOf = (client: unknown): RedisCommand | undefined => {
  if (!isObject(client) || client['isCluster'] === true) return undefined;
  return redisCommandOf(client) ?? redisCommandOf(client['raw']);
};

/** The connection of a BullMQ queue: a member of its own in BullMQ 5, of its backend in 6. */
const clientOf = async (queue: object): Promise<unknown> => {
  const { client, backend } = queue as { readonly client?: unknown; readonly backend?: { readonly client?: unknown } };
  return (await client) ?? (await backend?.client);
};
