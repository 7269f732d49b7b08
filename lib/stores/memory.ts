import type * as lruCache from 'lru-cache';
import { assertKnown, assertOption, describeValue, isObject, quoteValue } from '../assert';
import { answeringAtOnce, type DedupeStore } from './store';

/** The options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** The most events remembered; beyond that, the ones untouched for longest are forgotten. Default 100,000. */
  readonly maxEntries?: number | undefined;
  /** The most memory used, in bytes as estimated; beyond that, events are forgotten too. At least 1024; default 64 MiB. */
  readonly maxBytes?: number | undefined;
}

/** What an event costs besides the characters of its key, in bytes: its owner, and the objects and table slots around it. */
const entryBytes = 350;

/** Who handles an event. Times are milliseconds by `performance.now()`, here and below. */
interface Lease {
  readonly owner: string;
  readonly until: number;
}

/** A lease, or the time until which a handled event is remembered. A number is no object that garbage collections visit. */
type Entry = Lease | number;

/** Enough for a few entries: with less, the store would silently remember nothing. */
const minBytes = 1024;

/** A `Map` holds at most this many entries. */
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

  // Loaded here, for many apps have another store or none, and it takes a tenth of the time in which this package loads.
  const { LRUCache } = require('lru-cache') as typeof lruCache;
  const entries = new LRUCache<string, Entry>({
    // The table of entries is allocated at once.
    max: Math.min(maxEntries, Math.floor(maxBytes / entryBytes), maxTableSize),
    maxSize: maxBytes,
  });

  const keep = (key: string, entry: Entry): void => void entries.set(key, entry, { size: entryBytes + key.length });

  /** The entry of an event that is not free for `owner`. */
  const heldAgainst = (key: string, owner: string): Entry | undefined => {
    const entry = entries.get(key);
    const until = typeof entry === 'object' ? entry.until : (entry ?? 0);
    const isOwn = typeof entry === 'object' && entry.owner === owner;
    // Stryker disable next-line EqualityOperator: no test can ask at the very end of a fraction of a millisecond.
    return isOwn || until <= performance.now() ? undefined : entry;
  };

  return {
    begin: answeringAtOnce((key, owner, leaseMs) => {
      const held = heldAgainst(key, owner);
      if (held !== undefined) return typeof held === 'object' ? 'in-progress' : 'done';
      keep(key, { owner, until: performance.now() + leaseMs });
      return 'first';
    }),
    complete: answeringAtOnce((key, owner, ttlMs) => {
      // A whole number of milliseconds takes no memory of its own.
      if (heldAgainst(key, owner) === undefined) keep(key, Math.ceil(performance.now() + ttlMs));
    }),
    abandon: answeringAtOnce((key, owner) => {
      if (heldAgainst(key, owner) === undefined) entries.delete(key);
    }),
  };
};

const assertWhole = (name: string, value: unknown, min: number): void =>
  assertOption(
    Number.isSafeInteger(value) && Number(value) >= min,
    `memoryStore: ${name} must be a whole number, at least ${min}, not ${quoteValue(value)}.`,
  );
