import { setTimeout as sleep } from 'node:timers/promises';

/** The longest delay of a timer. */
const longestDelayMs = 2 ** 31 - 1;

/** Creates the function that waits until a request is due. */
export const createPace = (speed: number | 'max', signal: AbortSignal): ((time: Date) => Promise<void>) => {
  let first: { readonly recorded: number; readonly replayed: number } | undefined;
  return async (time) => {
    if (speed === 'max') return;
    first ??= { recorded: time.getTime(), replayed: performance.now() };
    const dueAt = first.replayed + (time.getTime() - first.recorded) / speed;
    const ms = dueAt - performance.now();
    // The sleep only rejects when the signal is aborted, which the caller checks.
    if (ms > 1) await sleep(Math.min(ms, longestDelayMs), undefined, { signal }).catch(() => {});
  };
};
