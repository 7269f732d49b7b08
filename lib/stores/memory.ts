import { LRUCache } from 'lru-cache';
import type { DedupeStore } from './store';

/** What {@link memoryStore} may be told. */
export interface MemoryStoreOptions {
  /** The most events remembered; beyond that the ones longest untouched are forgotten. Default 100,000. */
  readonly maxEntries?: number;
}

const handled = Symbol('handled');

/** A store for one process: bounded, gone when the process ends, and keeping no process alive. */
export const memoryStore = ({ maxEntries = 100_000 }: MemoryStoreOptions = {}): DedupeStore => {
  /** Who has the event, or that it was handled. */
  const owners = new LRUCache<string, string | typeof handled>({ max: maxEntries });
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
