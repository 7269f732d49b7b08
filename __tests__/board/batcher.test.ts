import { createBatcher } from '../../example-app/src/store/batcher';

/** Writes what it is given, when it is released. */
const createWriter = () => {
  const batches: (readonly string[])[] = [];
  const releases: (() => void)[] = [];
  let failure: ((batch: readonly string[]) => Error | undefined) | undefined;
  return {
    batches,
    failWith: (fails: NonNullable<typeof failure>) => (failure = fails),
    release: () => releases.shift()?.(),
    write: async (batch: readonly string[]): Promise<void> => {
      batches.push(batch);
      const error = failure?.(batch);
      if (error) throw error;
      if (!failure) await new Promise<void>((resolve) => releases.push(resolve));
    },
  };
};

const dataError = Object.assign(new Error('invalid value'), { code: '22P05' });

describe('a batcher', () => {
  it('writes a lone item at once, and those that come meanwhile together', async () => {
    const writer = createWriter();
    const batcher = createBatcher(writer.write, 10);
    const first = batcher.add('a', 1);
    const others = [batcher.add('b', 1), batcher.add('c', 1)];
    expect(writer.batches).toEqual([['a']]);
    writer.release();
    await first;
    await new Promise(setImmediate);
    expect(writer.batches).toEqual([['a'], ['b', 'c']]);
    writer.release();
    await Promise.all(others);
  });

  it('resolves an item only when it is written', async () => {
    const writer = createWriter();
    const batcher = createBatcher(writer.write, 10);
    let isWritten = false;
    const added = batcher.add('a', 1).then(() => (isWritten = true));
    await new Promise(setImmediate);
    expect(isWritten).toBe(false);
    writer.release();
    await added;
  });

  it('writes no more than the size of a batch at once', async () => {
    const writer = createWriter();
    writer.failWith(() => undefined);
    const batcher = createBatcher(writer.write, 2);
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((item) => batcher.add(item, 1)));
    expect(writer.batches.map(({ length }) => length)).toEqual([1, 2, 2]);
  });

  it('rejects the item whose data is faulty, and writes the others', async () => {
    const writer = createWriter();
    writer.failWith((batch) => (batch.includes('bad') ? dataError : undefined));
    const batcher = createBatcher(writer.write, 10);
    const results = await Promise.allSettled(['a', 'b', 'bad', 'c', 'd'].map((item) => batcher.add(item, 1)));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
  });

  it('rejects a whole batch when the database is away, without trying its items one by one', async () => {
    const writer = createWriter();
    writer.failWith(() => new Error('connection lost'));
    const batcher = createBatcher(writer.write, 10);
    const results = await Promise.allSettled(['a', 'b', 'c', 'd'].map((item) => batcher.add(item, 1)));
    expect(results.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'rejected'));
    expect(writer.batches).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('refuses at once what would wait too long, by number and by size', async () => {
    const writer = createWriter();
    const batcher = createBatcher(writer.write, 10);
    const mebibyte = 1024 * 1024;
    void batcher.add('first', 1);
    for (let item = 0; item < 64; item++) void batcher.add('large', mebibyte);
    await expect(batcher.add('one more', 1)).rejects.toThrow('Too many events wait for the database');

    const other = createBatcher(createWriter().write, 10);
    for (let item = 0; item < 20_001; item++) void other.add('small', 1);
    await expect(other.add('one more', 1)).rejects.toThrow('Too many events wait for the database');
  });
});
