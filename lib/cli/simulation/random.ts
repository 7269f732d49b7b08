/** A generator of random numbers. The same seed gives the same numbers again. */
export interface Random {
  /** Returns an integer from 0 up to, but not including, `limit`. */
  readonly nextInt: (limit: number) => number;
  /** Returns one of the items, or `undefined` when there are none. */
  readonly pick: <Item>(items: readonly Item[]) => Item | undefined;
}

/** Creates a generator with the algorithm splitmix32. */
export const createRandom = (seed: number): Random => {
  let state = seed | 0;
  const nextInt = (limit: number): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32) * limit);
  };
  return { nextInt, pick: (items) => items[nextInt(items.length)] };
};
