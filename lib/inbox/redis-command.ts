import { hasMethods } from '../assert';

/** Sends one command to Redis, and gives its reply. */
export type RedisCommand = (...args: string[]) => Promise<unknown>;

/** What sends commands with a client of ioredis (`call`) or node-redis (`sendCommand`); `undefined` for anything else. */
export const redisCommandOf = (client: unknown): RedisCommand | undefined => {
  // A client of ioredis has both methods, and its `sendCommand` takes something else. Each cast is to the client that the
  // method just found belongs to: neither library is imported, not even for its types.
  if (hasMethods(client, 'call')) return (...args) => (client as unknown as IoredisClient).call(...args);
  if (hasMethods(client, 'sendCommand')) return (...args) => (client as unknown as NodeRedisClient).sendCommand(args);
  return undefined;
};

interface IoredisClient {
  call(...args: string[]): Promise<unknown>;
}

interface NodeRedisClient {
  sendCommand(args: string[]): Promise<unknown>;
}
