import { assertKnown, assertOption, describeValue, isObject, quoteValue } from '../assert';
import { warn } from '../delivery/warn';
import { redisCommandOf, type RedisCommand } from './redis-command';
import { assertWhole } from './retry';

/** Something about a Redis that contradicts "no acknowledged event is lost". */
export interface RedisProblem {
  /**
   * - `eviction`: Redis removes keys when its memory is full: queued events, or with a `volatile-` policy the memory of
   *   which events it has seen
   * - `no-aof`: events since the last snapshot are lost when Redis dies
   * - `fsync`: the last events are lost when the machine dies
   * - `aof-failing`: Redis cannot write to its disk
   * - `memory`: more than 60 % of `maxmemory` is used: when it is full, events are refused
   * - `replicas`: fewer replicas are connected than an event has to reach
   * - `is-replica`: this is no master
   * - `version`: older than what BullMQ asks for
   */
  readonly type: 'eviction' | 'no-aof' | 'fsync' | 'aof-failing' | 'memory' | 'replicas' | 'is-replica' | 'version';
  /** What is wrong, and how to fix it. */
  readonly message: string;
}

/** The options of {@link checkRedis}. A wrong or unknown one throws a `TypeError` at once. */
export interface CheckRedisOptions {
  /** `'everysec'`: accept that a machine that dies loses the events of its last second or two. Default `'always'`. */
  readonly appendfsync?: 'always' | 'everysec' | undefined;
  /** As many as `bullmqInbox` has. Default 0. */
  readonly replicas?: number | undefined;
}

const warned = new WeakMap<object, Set<string>>();

/**
 * Finds what contradicts "no acknowledged event is lost" in the settings and the state of a Redis. Each kind of problem
 * is a process warning, once for each client. Call it at start, and for a readiness probe. Where the server does not
 * allow `CONFIG`, as many hosted ones, `appendfsync` is not checked.
 *
 * Rejects when Redis does not answer.
 *
 * @param client of ioredis or node-redis
 */
export const checkRedis = async (client: object, options: CheckRedisOptions = {}): Promise<readonly RedisProblem[]> => {
  const command = redisCommandOf(client);
  assertOption(
    command !== undefined,
    `checkRedis(client) needs a client of ioredis or node-redis, not ${describeValue(client)}. For a BullMQ queue, ` +
      'give the connection that you created it with.',
  );
  assertOption(
    isObject(options),
    `The options of checkRedis must be an object such as { replicas: 1 }, not ${describeValue(options)}.`,
  );
  for (const name of Object.keys(options)) assertKnown('checkRedis has no option', name, ['appendfsync', 'replicas']);
  const { appendfsync = 'always', replicas = 0 }: CheckRedisOptions = options;
  assertOption(
    appendfsync === 'always' || appendfsync === 'everysec',
    `appendfsync must be 'always' or 'everysec', not ${quoteValue(appendfsync)}. The default is 'always'.`,
  );
  assertWhole('replicas', replicas, 0, 0);

  const info = parseInfo(String(await command('INFO')));
  const problems = findProblems(info, await readFsync(command), { appendfsync, replicas });
  const known = warned.get(client) ?? new Set();
  warned.set(client, known);
  for (const { type, message } of problems) {
    if (!known.has(type)) warn(message, `REDIS_${type.toUpperCase().replaceAll('-', '_')}`);
    known.add(type);
  }
  return problems;
};

type Info = ReadonlyMap<string, string>;

const parseInfo = (text: string): Info =>
  new Map(
    text.split(/\r?\n/).map((line) => {
      const [name = '', value = ''] = line.split(':');
      return [name, value];
    }),
  );

/** `undefined` where the server, as many hosted ones, forbids `CONFIG` or knows no such setting. */
const readFsync = async (command: RedisCommand): Promise<string | undefined> => {
  const reply = await command('CONFIG', 'GET', 'appendfsync').catch(() => undefined);
  const value: unknown = Array.isArray(reply)
    ? reply[1]
    : (reply as { appendfsync?: unknown } | null | undefined)?.appendfsync;
  return typeof value === 'string' ? value : undefined;
};

const oldest = [6, 2] as const;
const memoryAlert = 0.6;

const findProblems = (
  info: Info,
  fsync: string | undefined,
  { appendfsync, replicas }: { readonly appendfsync: 'always' | 'everysec'; readonly replicas: number },
): RedisProblem[] => {
  const problems: RedisProblem[] = [];
  const report = (type: RedisProblem['type'], message: string): void => void problems.push({ type, message });

  const policy = info.get('maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction') {
    const lost = policy.startsWith('volatile-')
      ? 'forgets which events it has seen, so that duplicates are handled again,'
      : 'throws queued events away';
    report('eviction', `Redis ${lost} when its memory is full (${policy}). Set maxmemory-policy noeviction`);
  }
  if (info.get('aof_enabled') === '0') {
    report(
      'no-aof',
      'Redis loses the events that it took since its last snapshot when it dies. Set appendonly yes and appendfsync always',
    );
  } else if (fsync !== undefined && fsync !== 'always' && fsync !== appendfsync) {
    report(
      'fsync',
      `Redis loses the last events that it took when its machine dies (appendfsync ${fsync}). Set appendfsync always, ` +
        "or accept the loss: checkRedis(client, { appendfsync: 'everysec' })",
    );
  }
  if (info.get('aof_last_write_status') === 'err') {
    report('aof-failing', 'Redis cannot write its append-only file, and refuses events. Check its disk');
  }
  const used = Number(info.get('used_memory')) / Number(info.get('maxmemory'));
  if (Number.isFinite(used) && used > memoryAlert) {
    report(
      'memory',
      `Redis uses ${Math.round(used * 100)} % of its maxmemory, and refuses events when that is full. Check whether the ` +
        'workers keep up and whether failed jobs pile up, or give it more',
    );
  }
  const role = info.get('role');
  if (role === 'slave') {
    report('is-replica', 'This Redis is a replica, which takes no events. Connect to its master');
  } else if (Number(info.get('connected_slaves') ?? 0) < replicas) {
    report(
      'replicas',
      `Redis has ${info.get('connected_slaves') ?? 0} of the ${replicas} replicas that every event has to reach: events are ` +
        'refused until more are connected',
    );
  }
  const version = info.get('redis_version') ?? '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    report('version', `Redis ${version} is older than 6.2, which BullMQ asks for. Upgrade it`);
  }
  return problems;
};
