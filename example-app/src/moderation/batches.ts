import { inTime } from './in-time';

/** The most that are handled together. */
const mostAtOnce = 100;

interface Waiting<Item> {
  readonly item: Item;
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Handles items one batch after the other: what arrives while a batch is being handled makes up the next one. Alone, an
 * item does not wait. A batch that takes longer than the limit does not hold up the next one, and an item that has waited
 * for longer is not handled any more.
 */
export const inBatches = <Item>(
  handle: (items: readonly Item[]) => Promise<void>,
  limitMs: number,
): ((item: Item) => Promise<void>) => {
  let waiting: Waiting<Item>[] = [];
  let isHandling = false;

  const dropExpired = (): void => {
    const oldest = performance.now() - limitMs;
    for (const { since, reject } of waiting) {
      if (since < oldest) reject(new Error(`The database was busy for more than ${limitMs} ms.`));
    }
    waiting = waiting.filter(({ since }) => since >= oldest);
  };

  const handleAll = async (): Promise<void> => {
    isHandling = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostAtOnce);
      const handled = handle(batch.map(({ item }) => item)).then(
        () => batch.forEach(({ resolve }) => resolve()),
        (error: unknown) => batch.forEach(({ reject }) => reject(error)),
      );
      await inTime(handled, limitMs).catch(() => {});
      dropExpired();
    }
    isHandling = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, since: performance.now(), resolve, reject });
      if (!isHandling) void handleAll();
    });
};
