/**
 * A deduplication store for several processes.
 *
 * @module tencent-live-webhooks/redis
 */

import { createHash } from 'node:crypto';
import { constVoid } from 'fp-ts/function';
import { assertKnown, assertOption, describeValue, isObject } from '../assert';
import type { ClaimState, DedupeStore } from './store';

/** The options of {@link redisStore}. */
export interface RedisStoreOptions {
  /**
   * Sends one command to Redis and gives its reply, with whatever client you have:
   *
   * - node-redis: `(...args) => client.sendCommand(args)`
   * - ioredis, also its Cluster: `(...args) => client.call(...args)`
   * - node-redis cluster: `(...args) => cluster.sendCommand(args[3], false, args)`; the fourth argument is the key
   */
  readonly sendCommand: (
    ...args: [command: 'EVALSHA' | 'EVAL', script: string, keys: '1', key: string, ...args: string[]]
  ) => Promise<unknown>;
  /** Put before every key. Default `'tencent-live:'`. */
  readonly prefix?: string | undefined;
}

const handled = 'done';

interface Script {
  readonly text: string;
  readonly sha1: string;
}

const createScript = (text: string): Script => ({ text, sha1: createHash('sha1').update(text).digest('hex') });

const begin = createScript(`
  local held = redis.call('GET', KEYS[1])
  if held == '${handled}' then return 'done' end
  if held == ARGV[1] then return 'first' end
  if held then return 'in-progress' end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 'first'`);

const complete = createScript(`
  local held = redis.call('GET', KEYS[1])
  if held and held ~= ARGV[1] then return 0 end
  redis.call('SET', KEYS[1], '${handled}', 'PX', ARGV[2])
  return 1`);

const abandon = createScript(`
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('DEL', KEYS[1])`);

/** Redis does not know the script: not yet, or no longer. */
const isUnknownScript = (error: unknown): boolean => String(error).includes('NOSCRIPT');

/**
 * Creates a store on Redis, for any number of processes. Each call is one short script on one key, sent by its
 * digest; by its text where this Redis has not seen it yet.
 *
 * @example
 * ```ts
 * const client = await createClient({ url: 'redis://localhost:6379' }).connect();
 * const store = redisStore({ sendCommand: (...args) => client.sendCommand(args) });
 * liveWebhooks({ sdkAppId: 1400000001, handlers, dedupe: { store } });
 * ```
 *
 * @throws TypeError when an option is wrong or unknown
 */
export const redisStore = (options: RedisStoreOptions): DedupeStore => {
  assertOption(isObject(options), `redisStore(options) needs { sendCommand }, not ${describeValue(options)}.`);
  for (const name of Object.keys(options))
    assertKnown('redisStore: there is no option', name, ['sendCommand', 'prefix']);
  const { sendCommand, prefix = 'tencent-live:' } = options;
  assertOption(
    typeof sendCommand === 'function',
    `redisStore: sendCommand must be a function, not ${describeValue(sendCommand)}. For node-redis: (...args) => client.sendCommand(args).`,
  );
  assertOption(typeof prefix === 'string', `redisStore: prefix must be a string, not ${describeValue(prefix)}.`);

  // Not an async function: each further step of a promise costs a delivery time.
  const run = <Answer>(
    { text, sha1 }: Script,
    read: (reply: unknown) => Answer,
    key: string,
    ...args: string[]
  ): Promise<Answer> =>
    // A `sendCommand` that does not return the reply returns no promise either.
    Promise.resolve(sendCommand('EVALSHA', sha1, '1', prefix + key, ...args)).then(read, (error: unknown) => {
      if (!isUnknownScript(error)) throw error;
      return sendCommand('EVAL', text, '1', prefix + key, ...args).then(read);
    });

  return {
    begin: (key, owner, leaseMs) => run(begin, toClaimState, key, owner, String(leaseMs)),
    complete: (key, owner, ttlMs) => run(complete, constVoid, key, owner, String(ttlMs)),
    abandon: (key, owner) => run(abandon, constVoid, key, owner),
  };
};

/** Some clients give a reply as bytes. */
const toClaimState = (reply: unknown): ClaimState => {
  const state = String(reply);
  if (state === 'first' || state === 'in-progress' || state === 'done') return state;
  throw new Error(`Redis answered ${JSON.stringify(state)}: does sendCommand return the reply?`);
};
