import { isDataError } from './database';

interface Waiting<Item> {
  readonly item: Item;
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface Batcher<Item> {
  /** Resolves once the item is written, and rejects when it cannot be. `bytes` is about what it takes in memory. */
  add(item: Item, bytes: number): Promise<void>;
}

/** Beyond this, an item is refused at once: it would wait longer than any reply may take. */
const mostWaiting = { items: 20_000, bytes: 64 * 1024 * 1024 };

/**
 * Writes items in batches: one batch at a time, while the next one gathers. A lone item is written at once, so that
 * batches grow with the load only. Items share the fate of their batch, except that a batch that fails because of its
 * data is split until the faulty item is alone.
 */
export const createBatcher = <Item>(
  write: (items: readonly Item[]) => Promise<void>,
  batchSize: number,
): Batcher<Item> => {
  let waiting: Waiting<Item>[] = [];
  let waitingBytes = 0;
  let isWriting = false;

  const writeBatch = async (batch: readonly Waiting<Item>[]): Promise<void> => {
    try {
      await write(batch.map(({ item }) => item));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      if (batch.length > 1 && isDataError(error)) {
        const half = Math.ceil(batch.length / 2);
        await writeBatch(batch.slice(0, half));
        await writeBatch(batch.slice(half));
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  };

  const writeAll = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchSize);
      waiting = waiting.slice(batchSize);
      waitingBytes -= batch.reduce((sum, { bytes }) => sum + bytes, 0);
      await writeBatch(batch);
    }
    isWriting = false;
  };

  return {
    add: (item, bytes) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= mostWaiting.items || waitingBytes + bytes > mostWaiting.bytes) {
          reject(new Error('Too many events wait for the database: see whether it is slow or stuck.'));
          return;
        }
        waiting.push({ item, bytes, resolve, reject });
        waitingBytes += bytes;
        if (!isWriting) void writeAll();
      }),
  };
};
