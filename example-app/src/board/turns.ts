/**
 * Turns that are so many milliseconds apart: each call takes the next one, and returns how long it is until then. Between
 * two of them the process has time for other work.
 */
export const createTurns = (apartMs: number, now: () => number = () => performance.now()): (() => number) => {
  let nextAt = Number.NEGATIVE_INFINITY;
  return () => {
    const turnAt = Math.max(now(), nextAt);
    nextAt = turnAt + apartMs;
    return turnAt - now();
  };
};
