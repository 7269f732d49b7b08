import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenInbox, QueueDepth } from '../queue';
import type { Database } from '../store/database';

/** Whether the services that this process needs answer. */
export interface Readiness {
  readonly isReady: boolean;
  readonly database: 'ok' | 'away';
  /** Absent without a queue. */
  readonly redis?: 'ok' | 'away';
  readonly queue?: QueueDepth;
}

/** The services are asked at most once a second, however often this process is. */
const keptMs = 1000;
const timeoutMs = 1000;

/** Resolves within a second or so; never rejects. */
export const createReadinessCheck = (database: Database, inbox: OpenInbox | undefined): (() => Promise<Readiness>) => {
  let askedAt = Number.NEGATIVE_INFINITY;
  let last: Promise<Readiness> | undefined;

  const ask = async (): Promise<Readiness> => {
    const [isDatabaseThere, queue] = await Promise.all([
      inTime(database.query('select 1', [])),
      inbox ? inTime(inbox.depth()) : undefined,
    ]);
    return {
      isReady: isDatabaseThere !== undefined && (!inbox || queue !== undefined),
      database: isDatabaseThere ? 'ok' : 'away',
      ...(inbox && { redis: queue ? 'ok' : 'away' }),
      ...(queue && { queue }),
    };
  };

  return () => {
    if (last === undefined || performance.now() - askedAt > keptMs) {
      askedAt = performance.now();
      last = ask();
    }
    return last;
  };
};

/** The result, or undefined when there is none in time. */
const inTime = async <Result>(work: Promise<Result>): Promise<Result | undefined> => {
  const timer = new AbortController();
  try {
    return await Promise.race([work, sleep(timeoutMs, undefined, { signal: timer.signal })]);
  } catch {
    return undefined;
  } finally {
    timer.abort();
  }
};
