import { setTimeout as sleep } from 'node:timers/promises';
import type { PgBossJob, PgBossJobs } from './pg-boss-jobs';
import type { Processor } from './processor';

/** A worker that runs. */
export interface PgBossWorker {
  /** Takes no more events; resolves once those in progress have been handled. Stop pg-boss after it. */
  close(): Promise<void>;
}

/** Takes jobs as long as there is a free place for one, and waits a while when the queue is empty. */
export const startFetching = ({
  jobs,
  process,
  concurrency,
  pollMs,
  onError,
}: {
  readonly jobs: PgBossJobs;
  readonly process: Processor;
  readonly concurrency: number;
  readonly pollMs: number;
  readonly onError: (error: unknown) => unknown;
}): PgBossWorker => {
  const inHand = new Set<Promise<void>>();
  const closing = new AbortController();
  const { signal } = closing;

  const report = async (error: unknown): Promise<void> => {
    try {
      await onError(error);
    } catch {
      // The worker goes on, whatever the user's code does with an error.
    }
  };

  const handle = async (job: PgBossJob): Promise<void> => {
    const attempt = job.retryCount + 1;
    try {
      const failed = await process(job.data, attempt).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      await (failed ? jobs.fail(job, attempt, failed.error) : jobs.complete(job));
    } catch (error) {
      // The job stays as it is until it expires, and is given to a worker again.
      void report(error);
    }
  };

  const fetch = async (): Promise<readonly PgBossJob[]> => {
    try {
      return await jobs.fetch(concurrency - inHand.size);
    } catch (error) {
      void report(error);
      return [];
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const fetched = await fetch();
      for (const job of fetched) {
        const handling = handle(job).finally(() => inHand.delete(handling));
        inHand.add(handling);
      }
      if (inHand.size === concurrency) await Promise.race(inHand);
      // `close` ends the wait.
      else if (fetched.length === 0) await sleep(pollMs, undefined, { signal }).catch(() => {});
    }
  };
  const running = run();

  return {
    close: async () => {
      closing.abort();
      await running;
      await Promise.all(inHand);
    },
  };
};
