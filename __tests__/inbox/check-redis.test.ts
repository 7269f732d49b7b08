import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { checkRedis, type CheckRedisOptions } from '../../lib/inbox/bullmq';
import { describeWithRedis, redisUrl } from '../support/redis';

/** A client of ioredis on a Redis with these settings. */
const redisWith = (changes: Readonly<Record<string, string>> = {}, fsync: unknown = ['appendfsync', 'always']) => {
  const info = {
    redis_version: '7.0.15',
    maxmemory_policy: 'noeviction',
    maxmemory: '0',
    used_memory: '1000',
    aof_enabled: '1',
    aof_last_write_status: 'ok',
    role: 'master',
    connected_slaves: '1',
    ...changes,
  };
  const text = Object.entries(info).map(([name, value]) => `${name}:${value}`);
  return {
    call: async (command: string): Promise<unknown> => {
      if (command === 'INFO') return ['# Server', ...text, ''].join('\r\n');
      if (fsync instanceof Error) throw fsync;
      return fsync;
    },
  };
};

describe('checkRedis', () => {
  const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
  beforeEach(() => warning.mockClear());
  afterAll(() => warning.mockRestore());

  const typesOf = async (client: object, options?: CheckRedisOptions) =>
    (await checkRedis(client, options)).map(({ type }) => type);

  it('finds nothing where the promise is kept', async () => {
    expect(await checkRedis(redisWith(), { replicas: 1 })).toEqual([]);
    expect(warning).not.toHaveBeenCalled();
  });

  it.each<[string, object, CheckRedisOptions, RegExp]>([
    [
      'eviction',
      redisWith({ maxmemory_policy: 'allkeys-lru' }),
      {},
      /^Redis throws queued events away .*\(allkeys-lru\)\. Set maxmemory-policy noeviction$/,
    ],
    // What expires, and so may be evicted then, is the memory of which events BullMQ has seen.
    [
      'eviction',
      redisWith({ maxmemory_policy: 'volatile-ttl' }),
      {},
      /^Redis forgets which events it has seen, .*\(volatile-ttl\)\. Set maxmemory-policy noeviction$/,
    ],
    ['no-aof', redisWith({ aof_enabled: '0' }), {}, /Set appendonly yes and appendfsync always$/],
    ['fsync', redisWith({}, ['appendfsync', 'everysec']), {}, /\(appendfsync everysec\)\. Set appendfsync always/],
    ['fsync', redisWith({}, { appendfsync: 'no' }), { appendfsync: 'everysec' }, /\(appendfsync no\)/],
    ['aof-failing', redisWith({ aof_last_write_status: 'err' }), {}, /cannot write its append-only file/],
    ['memory', redisWith({ maxmemory: '1600' }), {}, /uses 63 % of its maxmemory/],
    ['replicas', redisWith({ connected_slaves: '1' }), { replicas: 2 }, /has 1 of the 2 replicas/],
    ['is-replica', redisWith({ role: 'slave' }), { replicas: 2 }, /Connect to its master$/],
    ['version', redisWith({ redis_version: '6.0.16' }), {}, /6\.0\.16 is older than 6\.2/],
    ['version', redisWith({ redis_version: '5.9.0' }), {}, /5\.9\.0 is older/],
  ])('finds %s, and warns of it once', async (type, client, options, message) => {
    const problems = await checkRedis(client, options);
    expect(problems).toEqual([{ type, message: expect.stringMatching(message) }]);
    await checkRedis(client, options);
    const code = `TENCENT_LIVE_WEBHOOKS_REDIS_${type.toUpperCase().replace('-', '_')}`;
    expect(warning.mock.calls).toEqual([[problems[0]?.message, { code }]]);
  });

  it('asks with a client of node-redis as well', async () => {
    const { call } = redisWith({ role: 'slave' }, { appendfsync: 'no' });
    const sendCommand = jest.fn(([command = '']: string[]) => call(command));
    expect(await typesOf({ sendCommand })).toEqual(['fsync', 'is-replica']);
    expect(sendCommand.mock.calls).toEqual([[['INFO']], [['CONFIG', 'GET', 'appendfsync']]]);
  });

  it('accepts everysec where it is told to, and 59 % of the memory', async () => {
    expect(
      await typesOf(redisWith({ maxmemory: '1700' }, { appendfsync: 'everysec' }), { appendfsync: 'everysec' }),
    ).toEqual([]);
  });

  it('checks the rest where CONFIG is forbidden', async () => {
    const client = redisWith({ maxmemory_policy: 'volatile-lru' }, new Error('NOPERM'));
    expect(await typesOf(client)).toEqual(['eviction']);
  });

  it('accepts always where everysec would do', async () => {
    expect(await typesOf(redisWith(), { appendfsync: 'everysec' })).toEqual([]);
  });

  it('accepts the oldest version that BullMQ asks for, and exactly 60 % of the memory', async () => {
    expect(await typesOf(redisWith({ redis_version: '6.2.0', maxmemory: '10000', used_memory: '6000' }))).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['nothing', []],
    ['a word', 'OK'],
    ['no text', ['appendfsync', 7]],
    ['null', null],
  ])('takes no policy from a server that answers CONFIG with %s', async (_what, reply) => {
    expect(await typesOf(redisWith({}, reply))).toEqual([]);
  });

  it('finds nothing in what a server does not say, and reads lines without a carriage return', async () => {
    expect(await typesOf({ call: async () => 'redis_version:7.0.15\nrole:master\n' })).toEqual([]);
    expect(await checkRedis({ call: async () => 'redis_version:7.0.15\n' }, { replicas: 1 })).toEqual([
      { type: 'replicas', message: expect.stringMatching(/^Redis has 0 of the 1 replicas/) },
    ]);
    expect(await typesOf({ call: async () => '' })).toEqual(['version']);
  });

  it('warns again for another client, and of another problem', async () => {
    for (const client of [redisWith({ role: 'slave' }), redisWith({ role: 'slave' })]) await checkRedis(client);
    expect(warning).toHaveBeenCalledTimes(2);
    const info = ['role:master\nredis_version:5.0.0', 'role:slave\nredis_version:5.0.0'];
    const client = { call: async (command: string) => (command === 'INFO' ? info.shift() : 'OK') };
    for (let times = 0; times < 2; times++) await checkRedis(client);
    expect(warning.mock.calls.slice(2).map(([, options]) => options)).toEqual([
      { code: 'TENCENT_LIVE_WEBHOOKS_REDIS_VERSION' },
      { code: 'TENCENT_LIVE_WEBHOOKS_REDIS_IS_REPLICA' },
    ]);
  });

  it('rejects when Redis does not answer', async () => {
    await expect(checkRedis({ call: () => Promise.reject(new Error('ECONNREFUSED')) })).rejects.toThrow('ECONNREFUSED');
  });

  it.each<[unknown, unknown, RegExp]>([
    [undefined, {}, /^checkRedis\(client\) needs a client of ioredis or node-redis, not undefined/],
    [{}, {}, /not an object/],
    [redisWith(), null, /^The options of checkRedis must be an object/],
    [redisWith(), { fsync: 'always' }, /^checkRedis has no option 'fsync'/],
    [redisWith(), { appendfsync: 'no' }, /^appendfsync must be 'always' or 'everysec', not 'no'/],
    [redisWith(), { replicas: -1 }, /^replicas must be a whole number from 0 up/],
  ])('refuses %p with %j', async (client, options, message) => {
    await expect(checkRedis(client as object, options as {})).rejects.toThrow(message);
  });
});

describeWithRedis('checkRedis on a real Redis', () => {
  it('reads the same with ioredis and with node-redis', async () => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const ioredis = new Redis(redisUrl);
    const nodeRedis = await createClient({ url: redisUrl }).connect();
    const options = { replicas: 99 };
    const problems = await checkRedis(ioredis, options);
    expect(problems.map(({ type }) => type)).toContain('replicas');
    expect((await checkRedis(nodeRedis, options)).map(({ type }) => type)).toEqual(problems.map(({ type }) => type));
    warning.mockRestore();
    await ioredis.quit();
    await nodeRedis.close();
  });
});
