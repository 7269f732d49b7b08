import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
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

  it('lets nobody complete or abandon what another has by now', async () => {
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

  it('remembers what was handled after its lease ran out, where nobody took it meanwhile', async () => {
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

    it('sends the key as the fourth argument, where a cluster client looks for it', async () => {
      const sent: unknown[][] = [];
      const store = redisStore({ prefix, sendCommand: async (...args) => (sent.push(args), client.call(...args)) });
      await store.begin('k', 'a', 50);
      await store.complete('k', 'a', 50);
      await store.abandon('k', 'a');
      expect(sent).toHaveLength(3);
      for (const [command, , keys, key] of sent) expect([command, keys, key]).toEqual(['EVAL', '1', `${prefix}k`]);
    });
  });
});

describe('the Redis store', () => {
  it('says so when sendCommand gives no reply', async () => {
    const store = redisStore({ sendCommand: async () => undefined });
    await expect(store.begin('k', 'a', 50)).rejects.toThrow(/does sendCommand return the reply/);
  });
});
