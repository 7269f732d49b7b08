import { createHistogram } from 'node:perf_hooks';
import { assess } from '../acknowledgement';
import type { Reply } from '../post';

/** What came of the requests so far. Its size does not depend on how many they were. */
export interface Tally {
  readonly sent: number;
  /** How many of each command. */
  readonly commands: Readonly<Record<string, number>>;
  /** How many mandated replies had each `ErrorCode`, and the `ErrorInfo` of the first. */
  readonly errorCodes: Readonly<Record<string, { readonly count: number; readonly errorInfo: string }>>;
  /** How many requests had no reply, or not the mandated one, by what was wrong. */
  readonly faults: Readonly<Record<string, number>>;
  /** How many those were in all. */
  readonly faulty: number;
  /** Of those that had a reply. */
  readonly latencyMs: { readonly p50: number; readonly p99: number };
}

const count = (counts: Record<string, number>, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};

export const tallier = () => {
  const commands: Record<string, number> = {};
  const errorCodes: Record<string, { count: number; errorInfo: string }> = {};
  const faults: Record<string, number> = {};
  const microseconds = createHistogram();
  let sent = 0;
  let faulty = 0;

  return {
    /** Counts a reply, and tells whether it lets happen what was asked for. */
    replied(command: string, reply: Reply): boolean {
      sent += 1;
      count(commands, command);
      microseconds.record(Math.max(1, Math.round(reply.ms * 1000)));
      const { ack, faults: found } = assess(reply);
      if (found.length > 0) {
        faulty += 1;
        count(faults, found.join(' '));
      }
      if (ack) (errorCodes[ack.ErrorCode] ??= { count: 0, errorInfo: ack.ErrorInfo }).count += 1;
      return ack?.ErrorCode === 0;
    },

    /** Counts a request that had no reply. */
    unanswered(command: string, why: string): void {
      sent += 1;
      faulty += 1;
      count(commands, command);
      count(faults, why);
    },

    total: (): Tally => ({
      sent,
      commands,
      errorCodes,
      faults,
      faulty,
      latencyMs: { p50: microseconds.percentile(50) / 1000, p99: microseconds.percentile(99) / 1000 },
    }),
  };
};
