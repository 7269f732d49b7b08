import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { memoryStore, type DedupeStore } from '../lib';
import { redisStore } from '../lib/stores/redis';
import { describeWithRedis, redisUrl } from './support/redis';

/** What every store promises. */
const contract = (storeOf: () => DedupeStore): void => {
  const key = (): string => `test-${randomUUID()}`;

  it('lets the first through, and tells the others that it is being handled', async () => {
    const [store, event] = [storeOf(), key()];
    expect(await Promise.all(['a', 'b', 'c'].map((owner) => store.begin(event, owner, 5000)))).toEqual([
      'first',
      'in-progress',
      'in-progress',
    ]);
  });

  it('lets the same owner through again, whose reply may have been lost', async () => {
    const [store, event] = [storeOf(), key()];
    for (let times = 0; times < 2; times++) expect(await store.begin(event, 'a', 5000)).toBe('first');
    expect(await store.begin(event, 'b', 5000)).toBe('in-progress');
  });

  it('remembers what was handled, for as long as it is told', async () => {
    const [store, event] = [storeOf(), key()];
    await store.begin(event, 'a', 5000);
    await store.complete(event, 'a', 80);
    expect(await store.begin(event, 'b', 5000)).toBe('done');
    await sleep(120);
    expect(await store.begin(event, 'b', 5000)).toBe('first');
  });

  it('gives back what was abandoned', async () => {
    const [store, event] = [storeOf(), key()];
    await store.begin(event, 'a', 5000);
    await store.abandon(event, 'a');
    expect(await store.begin(event, 'b', 5000)).toBe('first');
  });

  it('frees what an owner that died had taken', async () => {
    const [store, event] = [storeOf(), key()];
    await store.begin(event, 'dead', 40);
    await sleep(80);
    expect(await store.begin(event, 'b', 5000)).toBe('first');
  });

  it('lets no owner complete or abandon what another owner has by now', async () => {
    const [store, event] = [storeOf(), key()];
    await store.begin(event, 'slow', 40);
    await sleep(80);
    await store.begin(event, 'b', 5000);

    await store.complete(event, 'slow', 5000);
    expect(await store.begin(event, 'c', 5000)).toBe('in-progress');
    await store.abandon(event, 'slow');
    expect(await store.begin(event, 'c', 5000)).toBe('in-progress');

    await store.complete(event, 'b', 5000);
    await store.abandon(event, 'slow');
    await store.abandon(event, 'b');
    expect(await store.begin(event, 'c', 5000)).toBe('done');
  });

  it('remembers what was handled after its lease ran out, where no other owner took it meanwhile', async () => {
    const [store, event] = [storeOf(), key()];
    await store.begin(event, 'slow', 40);
    await sleep(80);
    await store.complete(event, 'slow', 5000);
    expect(await store.begin(event, 'b', 5000)).toBe('done');
  });

  it('keeps events apart', async () => {
    const store = storeOf();
    expect(await store.begin(key(), 'a', 5000)).toBe('first');
    expect(await store.begin(key(), 'a', 5000)).toBe('first');
  });
};

describe('the memory store', () => {
  contract(memoryStore);

  it('keeps no process alive', () => {
    const script = "require('./dist').memoryStore().begin('k', 'a', 60_000)";
    execFileSync(process.execPath, ['-e', script], { cwd: join(__dirname, '..'), timeout: 5000 });
  });

  it('forgets the longest untouched beyond its limit', async () => {
    const store = memoryStore({ maxEntries: 2 });
    for (const event of ['1', '2', '3']) await store.begin(event, 'a', 5000);
    expect(await store.begin('3', 'b', 5000)).toBe('in-progress');
    expect(await store.begin('1', 'b', 5000)).toBe('first');
  });
});

describe('how much the memory store remembers', () => {
  const isRemembered = async (store: DedupeStore, key: string) => (await store.begin(key, 'another', 5000)) !== 'first';

  it('is 100,000 events, unless it is told another number', async () => {
    const store = memoryStore();
    const all = Array.from({ length: 100_001 }, (_, at) => store.begin(`${at}`, 'a', 60_000));
    await Promise.all(all);
    expect(await isRemembered(store, '1')).toBe(true);
    expect(await isRemembered(store, '0')).toBe(false);
  });

  it('is 64 MiB, unless it is told another number', async () => {
    // An entry is estimated at 350 bytes and its key.
    const key = 'x'.repeat(64 * 1024 * 1024 - 350);
    const store = memoryStore();
    await store.begin(key, 'a', 60_000);
    expect(await isRemembered(store, key)).toBe(true);
    await store.begin(`${key}y`, 'a', 60_000);
    expect(await isRemembered(store, `${key}y`)).toBe(false);
  });

  it('is bounded in bytes: the longest untouched go first', async () => {
    const key = (name: string) => name.repeat(500);
    // 350 bytes and 500 of the key: two of them fill exactly 1700 bytes.
    for (const [maxBytes, remembered] of [
      [1700, ['b', 'c']],
      [1699, ['c']],
    ] as const) {
      const store = memoryStore({ maxBytes });
      for (const name of ['a', 'b', 'c']) await store.begin(key(name), 'owner', 5000);
      for (const name of remembered) expect(await store.begin(key(name), 'x', 5000)).toBe('in-progress');
      expect(await store.begin(key(remembered[0] === 'b' ? 'a' : 'b'), 'x', 5000)).toBe('first');
    }
  });

  it('takes no room for more entries than its bytes allow', () => {
    const before = process.memoryUsage().arrayBuffers;
    const store = memoryStore({ maxEntries: 2 ** 24, maxBytes: 1024 });
    // A table for all of them takes 128 MiB at once.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
    expect(store).toBeDefined();
  });

  it('grows by no more than it is told, whatever the number of events', async () => {
    const store = memoryStore({ maxEntries: Number.MAX_SAFE_INTEGER, maxBytes: 26_000 });
    for (let at = 0; at < 1000; at++) await store.begin(`key-${at}`, 'a', 60_000);
    const states = await Promise.all(Array.from({ length: 1000 }, (_, at) => store.begin(`key-${at}`, 'a', 60_000)));
    expect(states).toHaveLength(1000);
    expect(await isRemembered(store, 'key-999')).toBe(true);
    expect(await isRemembered(store, 'key-800')).toBe(false);
  });

  it('counts an event that is begun or handled again as touched', async () => {
    const store = memoryStore({ maxEntries: 2 });
    for (const event of ['1', '2']) await store.begin(event, 'a', 5000);
    await store.complete('1', 'a', 5000);
    await store.begin('3', 'a', 5000);
    expect([await store.begin('1', 'b', 5000), await store.begin('3', 'b', 5000)]).toEqual(['done', 'in-progress']);
  });
});

describe('wrong options of a store throw at construction', () => {
  class Client {
    readonly password = 's3cr3t';
  }
  it.each<[unknown, RegExp]>([
    [null, /^memoryStore\(options\) takes \{ maxEntries, maxBytes \}, not null\.$/],
    [100, /^memoryStore\(options\) takes .*, not 100\.$/],
    [[], /^memoryStore\(options\) takes .*, not an array\.$/],
    [{ max: 5 }, /^memoryStore: there is no option 'max'\. Did you mean 'maxBytes'\?$/],
    [{ maxEntry: 5 }, /^memoryStore: there is no option 'maxEntry'\. Did you mean 'maxEntries'\?$/],
    [{ maxEntries: 0 }, /^memoryStore: maxEntries must be a whole number, at least 1, not 0\.$/],
    [{ maxEntries: 1.5 }, /^memoryStore: maxEntries must be a whole number, at least 1, not 1\.5\.$/],
    [{ maxEntries: '5' }, /^memoryStore: maxEntries must be .*, not '5'\.$/],
    [{ maxBytes: 1023 }, /^memoryStore: maxBytes must be a whole number, at least 1024, not 1023\.$/],
    [{ maxBytes: Infinity }, /^memoryStore: maxBytes must be .*, not Infinity\.$/],
    [{ maxBytes: new Client() }, /^memoryStore: maxBytes must be .*, not an instance of Client\.$/],
  ])('when memoryStore is given %p', (options, sentence) => {
    const build = () => memoryStore(options as Parameters<typeof memoryStore>[0]);
    expect(build).toThrow(TypeError);
    expect(build).toThrow(sentence);
  });

  const sendCommand = async (): Promise<unknown> => 'first';
  it.each<[unknown, RegExp]>([
    [undefined, /^redisStore\(options\) needs \{ sendCommand \}, not undefined\.$/],
    [new Client(), /^redisStore: there is no option 'password'\./],
    [sendCommand, /^redisStore\(options\) needs \{ sendCommand \}, not a function\.$/],
    [{ sendcommand: sendCommand }, /^redisStore: there is no option 'sendcommand'\. Did you mean 'sendCommand'\?$/],
    [{}, /^redisStore: sendCommand must be a function, not undefined\. For node-redis: \(\.\.\.args\) => client/],
    [{ sendCommand: new Client() }, /^redisStore: sendCommand must be a function, not an instance of Client\./],
    [{ sendCommand, prefix: 7 }, /^redisStore: prefix must be a string, not 7\.$/],
    [{ sendCommand, prefix: ['s3cr3t'] }, /^redisStore: prefix must be a string, not an array\.$/],
    [{ sendCommand, Prefix: 'x' }, /^redisStore: there is no option 'Prefix'\. Did you mean 'prefix'\?$/],
  ])('when redisStore is given %p', (options, sentence) => {
    const build = () => redisStore(options as Parameters<typeof redisStore>[0]);
    expect(build).toThrow(TypeError);
    expect(build).toThrow(sentence);
    expect(build).not.toThrow(/s3cr3t/);
  });

  it('but not when what may be left out is undefined', () => {
    expect(() => memoryStore({})).not.toThrow();
    expect(() => memoryStore({ maxEntries: 1, maxBytes: 1024 })).not.toThrow();
    expect(() => redisStore({ sendCommand })).not.toThrow();
    expect(() => redisStore({ sendCommand, prefix: '' })).not.toThrow();
  });
});

describeWithRedis('the Redis store', () => {
  const prefix = `test-${randomUUID()}:`;

  describe('through node-redis', () => {
    let client: ReturnType<typeof createClient>;
    beforeAll(async () => {
      client = createClient({ url: redisUrl });
      await client.connect();
    });
    afterAll(() => client.close());
    contract(() => redisStore({ prefix, sendCommand: (...args) => client.sendCommand(args) }));
  });

  describe('through ioredis', () => {
    let client: Redis;
    beforeAll(() => {
      client = new Redis(redisUrl);
    });
    afterAll(() => client.quit());
    contract(() => redisStore({ prefix, sendCommand: (...args) => client.call(...args) }));

    it('puts its prefix before every key, and leaves none without an end', async () => {
      const store = redisStore({ prefix: `${prefix}own:`, sendCommand: (...args) => client.call(...args) });
      await store.begin('taken', 'a', 5000);
      await store.begin('handled', 'a', 5000);
      await store.complete('handled', 'a', 5000);
      const keys = await client.keys(`${prefix}own:*`);
      expect(keys.toSorted()).toEqual([`${prefix}own:handled`, `${prefix}own:taken`]);
      for (const key of keys) expect(await client.pttl(key)).toBeGreaterThan(0);
    });

    it('goes on when Redis has lost its scripts', async () => {
      const store = redisStore({ prefix, sendCommand: (...args) => client.call(...args) });
      const key = randomUUID();
      expect(await store.begin(key, 'a', 5000)).toBe('first');
      await client.script('FLUSH');
      expect(await store.begin(key, 'b', 5000)).toBe('in-progress');
    });

    it('sends the key as the fourth argument, where a cluster client looks for it', async () => {
      const sent: unknown[][] = [];
      const store = redisStore({ prefix, sendCommand: async (...args) => (sent.push(args), client.call(...args)) });
      await store.begin('k', 'a', 50);
      await store.complete('k', 'a', 50);
      await store.abandon('k', 'a');
      expect(sent.length).toBeGreaterThanOrEqual(3);
      for (const [command, , keys, key] of sent) {
        expect([command, keys, key]).toEqual([expect.stringMatching(/^EVAL(SHA)?$/), '1', `${prefix}k`]);
      }
    });
  });
});

describe('the Redis store', () => {
  it('puts tencent-live: before every key, unless it is told another prefix', async () => {
    const keys: string[] = [];
    const sendCommand = async (...[, , , key]: readonly string[]) => (keys.push(key ?? ''), 'first');
    await redisStore({ sendCommand }).begin('k', 'a', 50);
    await redisStore({ sendCommand, prefix: '' }).begin('k', 'a', 50);
    expect(keys).toEqual(['tencent-live:k', 'k']);
  });

  it('sends a script by its digest, and by its text where Redis does not know it', async () => {
    const sent: string[][] = [];
    const known = new Set<string>();
    const store = redisStore({
      // As Redis does: it knows a script by the SHA-1 of its text once it has run it.
      sendCommand: async (command, script) => {
        sent.push([command, script]);
        if (command === 'EVAL') known.add(createHash('sha1').update(script).digest('hex'));
        else if (!known.has(script)) throw new Error('NOSCRIPT No matching script. Please use EVAL.');
        return 'first';
      },
    });
    for (let times = 0; times < 2; times++) expect(await store.begin('k', 'a', 50)).toBe('first');
    known.clear();
    expect(await store.begin('k', 'a', 50)).toBe('first');
    expect(sent.map(([command]) => command)).toEqual(['EVALSHA', 'EVAL', 'EVALSHA', 'EVALSHA', 'EVAL']);
  });

  it('sends nothing twice for another failure than an unknown script', async () => {
    const sendCommand = jest.fn(() => Promise.reject(new Error('READONLY')));
    const store = redisStore({ sendCommand });
    await expect(store.complete('k', 'a', 50)).rejects.toThrow('READONLY');
    expect(sendCommand).toHaveBeenCalledTimes(1);
  });

  it('takes replies as bytes, as some clients give them', async () => {
    const store = redisStore({ sendCommand: async () => Buffer.from('in-progress') });
    expect(await store.begin('k', 'a', 50)).toBe('in-progress');
  });

  it.each([
    ['no reply', async () => undefined],
    // As JavaScript without types may forget to return it.
    ['nothing at all', (() => undefined) as unknown as () => Promise<unknown>],
  ])('says so when sendCommand gives %s', async (_what, sendCommand) => {
    const store = redisStore({ sendCommand });
    await expect(store.begin('k', 'a', 50)).rejects.toThrow(/does sendCommand return the reply/);
  });
});
