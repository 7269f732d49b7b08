import { setTimeout as sleep } from 'node:timers/promises';
import { inBatches } from '../../example-app/src/moderation/batches';

/** Handles batches by hand: each waits until it is told how it ends. */
const byHand = (limitMs = 1000) => {
  const batches: { readonly items: readonly number[]; resolve(): void; reject(error: Error): void }[] = [];
  const add = inBatches<number>(
    (items) => new Promise<void>((resolve, reject) => void batches.push({ items, resolve, reject })),
    limitMs,
  );
  return { add, batches, items: () => batches.map(({ items }) => items) };
};
const turn = (): Promise<void> => sleep(1);

describe('items in batches', () => {
  it('are handled at once when they come alone', async () => {
    const { add, batches, items } = byHand();
    const one = add(1);
    expect(items()).toEqual([[1]]);
    batches[0]?.resolve();
    await one;
    await turn();
    void add(2);
    expect(items()).toEqual([[1], [2]]);
  });

  it('are handled together when they come while others are handled, at most 100 of them', async () => {
    const { add, batches, items } = byHand();
    const all = Array.from({ length: 150 }, (_, index) => add(index));
    expect(items()).toEqual([[0]]);
    batches[0]?.resolve();
    await turn();
    expect(batches[1]?.items).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    batches[1]?.resolve();
    await turn();
    expect(batches[2]?.items).toHaveLength(49);
    batches[2]?.resolve();
    await Promise.all(all);
  });

  it('fail with their own batch only', async () => {
    const { add, batches } = byHand();
    const [one, two, three] = [add(1), add(2), add(3)];
    const outcomes = Promise.allSettled([one, two, three]);
    batches[0]?.resolve();
    await turn();
    batches[1]?.reject(new Error('The disk is full.'));
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    await turn();
    const four = add(4);
    batches[2]?.resolve();
    await four;
  });

  it('do not wait for a batch that hangs for longer than the limit, and give up when they have waited too long', async () => {
    const { add, batches, items } = byHand(300);
    const hanging = add(0);
    await sleep(20);
    const others = Promise.allSettled(Array.from({ length: 101 }, (_, index) => add(index + 1)));
    // The first batch hangs, and then the second one, of 100. By then the last item has waited for twice the limit.
    await sleep(900);
    expect(items().map(({ length }) => length)).toEqual([1, 100]);
    const later = add(200);
    expect(items().at(-1)).toEqual([200]);
    for (const batch of batches) batch.resolve();
    await Promise.all([hanging, later]);
    const outcomes = await others;
    expect(outcomes.slice(0, 100).every(({ status }) => status === 'fulfilled')).toBe(true);
    expect(outcomes[100]).toMatchObject({ reason: new Error('The database was busy for more than 300 ms.') });
  });
});
