import { LRUCache } from 'lru-cache';
import { assertKnown, assertOption, describeValue, isObject, quoteValue } from '../assert';
import { answeringAtOnce, type DedupeStore } from './store';

/** The options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** The most events remembered; beyond that, the ones untouched for longest are forgotten. Default 100,000. */
  readonly maxEntries?: number;
  /** The most memory used, in bytes as estimated; beyond that, events are forgotten too. At least 1024; default 64 MiB. */
  readonly maxBytes?: number;
}

const handled = Symbol('handled');

/** What an event costs besides the characters of its key, in bytes: its owner, and the objects and table slots around it. */
const entryBytes = 350;

interface Entry {
  /** Who handles the event, or that it was handled. */
  owner: string | typeof handled;
  /** When the event is free again, by `performance.now()`. */
  until: number;
}

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

  const entries = new LRUCache<string, Entry>({
    // The table of entries is allocated at once.
    max: Math.min(maxEntries, Math.floor(maxBytes / entryBytes), maxTableSize),
    maxSize: maxBytes,
  });

  /** Enters the event for `owner`, unless another than `asker` has it: then gives that one. */
  const enter = (key: string, asker: string, owner: Entry['owner'], ms: number): Entry['owner'] | undefined => {
    const now = performance.now();
    const until = now + ms;
    const entry = entries.get(key);
    if (!entry) {
      entries.set(key, { owner, until }, { size: entryBytes + key.length });
    } else if (entry.owner === asker || entry.until <= now) {
      entry.owner = owner;
      entry.until = until;
    } else {
      return entry.owner;
    }
    return undefined;
  };

  return {
    begin: answeringAtOnce((key, owner, leaseMs) => {
      const other = enter(key, owner, owner, leaseMs);
      if (other === undefined) return 'first';
      return other === handled ? 'done' : 'in-progress';
    }),
    complete: answeringAtOnce((key, owner, ttlMs) => void enter(key, owner, handled, ttlMs)),
    abandon: answeringAtOnce((key, owner) => {
      if (entries.peek(key)?.owner === owner) entries.delete(key);
    }),
  };
};

const assertWhole = (name: string, value: unknown, min: number): void =>
  assertOption(
    Number.isSafeInteger(value) && Number(value) >= min,
    `memoryStore: ${name} must be a whole number, at least ${min}, not ${quoteValue(value)}.`,
  );
