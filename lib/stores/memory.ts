import { LRUCache } from 'lru-cache';
import { assertKnown, assertOption, describeValue, isObject, quoteValue } from '../assert';
import type { DedupeStore } from './store';

/** The options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** The most events remembered; beyond that, the ones untouched for longest are forgotten. Default 100,000. */
  readonly maxEntries?: number;
  /** The most memory used, in bytes as estimated; beyond that, events are forgotten too. At least 1024; default 64 MiB. */
  readonly maxBytes?: number;
}

const handled = Symbol('handled');

/** What an entry costs besides its characters, in bytes: the objects and table slots around it. */
const entryBytes = 250;

/** Enough for a few entries: with less, the store would silently remember nothing. */
const minBytes = 1024;

/** A Map holds no more. */
const maxTableSize = 2 ** 24;

/**
 * Creates a store for one process: bounded, gone when the process ends, and keeping no process alive.
 *
 * @throws TypeError when an option is wrong or unknown
 */
export const memoryStore = (options: MemoryStoreOptions = {}): DedupeStore => {
  assertOption(
    isObject(options),
    `memoryStore(options) takes { maxEntries, maxBytes }, not ${describeValue(options)}.`,
  );
  for (const name of Object.keys(options))
    assertKnown('memoryStore: there is no option', name, ['maxEntries', 'maxBytes']);
  const { maxEntries = 100_000, maxBytes = 64 * 1024 * 1024 }: MemoryStoreOptions = options;
  assertWhole('maxEntries', maxEntries, 1);
  assertWhole('maxBytes', maxBytes, minBytes);

  /** Who handles the event, or that it was handled. */
  const owners = new LRUCache<string, string | typeof handled>({
    // The table of entries is allocated at once.
    max: Math.min(maxEntries, Math.floor(maxBytes / entryBytes), maxTableSize),
    maxSize: maxBytes,
    sizeCalculation: (owner, key) => entryBytes + key.length + (owner === handled ? 0 : owner.length),
  });
  const isFreeFor = (owner: string, key: string): boolean => (owners.get(key) ?? owner) === owner;

  return {
    begin: async (key, owner, leaseMs) => {
      const held = owners.get(key) ?? owner;
      if (held !== owner) return held === handled ? 'done' : 'in-progress';
      owners.set(key, owner, { ttl: leaseMs });
      return 'first';
    },
    complete: async (key, owner, ttlMs) => {
      if (isFreeFor(owner, key)) owners.set(key, handled, { ttl: ttlMs });
    },
    abandon: async (key, owner) => {
      if (isFreeFor(owner, key)) owners.delete(key);
    },
  };
};

const assertWhole = (name: string, value: unknown, min: number): void =>
  assertOption(
    Number.isSafeInteger(value) && Number(value) >= min,
    `memoryStore: ${name} must be a whole number, at least ${min}, not ${quoteValue(value)}.`,
  );
