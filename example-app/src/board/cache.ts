/** Gives the value of a key, and reads it only when it is not known yet. Those who ask meanwhile share the read. */
export type Cache<Value> = (key: string, read: () => Promise<Value>) => Promise<Value>;

/** A cache that keeps each value for so many milliseconds, and at most so many of them. A failed read is not kept. */
export const createCache = <Value>(keptMs: number, most: number): Cache<Value> => {
  const kept = new Map<string, { readonly at: number; readonly value: Promise<Value> }>();
  return (key, read) => {
    const known = kept.get(key);
    if (known && performance.now() - known.at < keptMs) return known.value;
    if (kept.size >= most) kept.clear();
    const value = read();
    kept.set(key, { at: performance.now(), value });
    value.catch(() => kept.delete(key));
    return value;
  };
};
