import { assertOption, quoteValue } from '../assert';

/** The longest delay of `setTimeout`: 24 days. */
export const maxTimerMs = 2 ** 31 - 1;

/** How often a failed event is tried in all. With the default pauses that takes six hours, give or take an hour. */
export const defaultAttempts = 56;

/** The pauses between a failed event's attempts. */
export interface RetryOptions {
  /**
   * Milliseconds before the second attempt. Doubles with each further one, minus a random jitter of up to half.
   * Default 2000.
   */
  readonly backoffMs?: number | undefined;
  /** The longest pause before an attempt, in milliseconds. Default 600,000: ten minutes. */
  readonly maxBackoffMs?: number | undefined;
}

/** Creates the function that gives the pause in milliseconds after a failed attempt, the first of which is 1. */
export const createBackoff = ({
  backoffMs = 2000,
  maxBackoffMs = 600_000,
}: RetryOptions): ((attempt: number) => number) => {
  assertWhole('backoffMs', backoffMs, 0, 2000);
  assertWhole('maxBackoffMs', maxBackoffMs, 0, 600_000);
  return (attempt: number): number => {
    const longest = Math.min(backoffMs * 2 ** (attempt - 1), maxBackoffMs);
    // Events that failed together must not all come back together.
    return Math.round(longest * (1 - Math.random() / 2));
  };
};

/** Throws unless an option is a whole number from `least` up. */
export const assertWhole: (
  name: string,
  value: unknown,
  least: number,
  byDefault: number,
) => asserts value is number = (name, value, least, byDefault) =>
  assertOption(
    Number.isInteger(value) && Number(value) >= least && Number(value) <= maxTimerMs,
    `${name} must be a whole number from ${least} up, not ${quoteValue(value)}. The default is ${byDefault}.`,
  );
