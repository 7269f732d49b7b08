import { LRUCache } from 'lru-cache';
import type { DedupeStore } from './store';

/** What {@link memoryStore} may be told. */
export interface MemoryStoreOptions {
  /** The most events remembered; beyond that the ones longest untouched are forgotten. Default 100,000. */
  readonly maxEntries?: number;
}

/** A store for one process: bounded, gone when the process ends, and keeping no process alive. */
export const memoryStore = ({ maxEntries = 100_000 }: MemoryStoreOptions = {}): DedupeStore => {
  /** Who has the event; nobody when it was handled. */
  const owners = new LRUCache<string, { readonly owner?: string }>({ max: maxEntries });
  const isAnothers = (key: string, owner: string): boolean => {
    const held = owners.get(key);
    return held !== undefined && held.owner !== owner;
  };

  return {
    begin: async (key, owner, leaseMs) => {
      const held = owners.get(key);
      if (held && held.owner !== owner) return held.owner === undefined ? 'done' : 'in-progress';
      owners.set(key, { owner }, { ttl: leaseMs });
      return 'first';
    },
    complete: async (key, owner, ttlMs) => {
      if (!isAnothers(key, owner)) owners.set(key, {}, { ttl: ttlMs });
    },
    abandon: async (key, owner) => {
      if (!isAnothers(key, owner)) owners.delete(key);
    },
  };
};
