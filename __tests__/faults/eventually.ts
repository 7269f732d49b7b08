import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition, and says what did not come about in time. */
export const eventually = async (
  what: string,
  seconds: number,
  condition: () => boolean | Promise<boolean>,
): Promise<void> => {
  for (const end = Date.now() + seconds * 1000; !(await condition()); await sleep(25)) {
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} seconds`);
  }
};
