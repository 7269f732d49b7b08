import { createRandom } from '../../lib/cli/simulation/random';

/** Random numbers as the fault tests need them. The same seed gives the same numbers again. */
export interface FaultRandom {
  between(low: number, high: number): number;
  /** Returns one of the items; there must be at least one. */
  pick<Item>(items: readonly Item[]): Item;
  shuffle<Item>(items: readonly Item[]): Item[];
}

export const createFaultRandom = (seed: number): FaultRandom => {
  const { nextInt, pick } = createRandom(seed);
  return {
    between: (low, high) => low + (nextInt(2 ** 32) / 2 ** 32) * (high - low),
    pick: (items) => {
      const item = pick(items);
      if (item === undefined) throw new Error('There are no items to pick from.');
      return item;
    },
    shuffle: (items) =>
      items
        .map((item) => ({ item, order: nextInt(2 ** 32) }))
        .toSorted((a, b) => a.order - b.order)
        .map(({ item }) => item),
  };
};
