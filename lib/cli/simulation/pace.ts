import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** How many requests may be under way at once. */
const lanes = 64;

/**
 * Does the same thing over and over: so many times a second, however long each time takes, or as often as it can.
 * Where it has fallen behind by more than a second it does not catch up. Ends, once what is under way has, when the
 * signal is aborted.
 */
export const atRate = async (
  perSecond: number | 'max',
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> => {
  const interval = perSecond === 'max' ? 0 : 1000 / perSecond;
  let dueAt = performance.now();
  setMaxListeners(lanes, signal);

  const lane = async (): Promise<void> => {
    while (!signal.aborted) {
      const now = performance.now();
      const wait = dueAt - now;
      dueAt = Math.max(dueAt, now - 1000) + interval;
      // A rejection means that the signal has been aborted, which the loop looks at.
      if (wait > 1) await sleep(wait, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await work();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
};
