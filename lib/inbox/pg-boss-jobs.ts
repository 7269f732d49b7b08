import { types } from 'node:util';
import type { InboxRecord } from './inbox';
import { isPermanent } from './permanent';
import { storable } from './storable';

/** What this package needs of a started `PgBoss`. */
export interface PgBossLike {
  /** Creates the queue, unless it exists. */
  createQueue(name: string): Promise<unknown>;
  /** Resolves once the job is committed; to `null` when there is one of this id. */
  send(name: string, data: InboxRecord, options: object): Promise<string | null>;
  /** The job, or `null`. */
  getJobById(name: string, id: string): Promise<unknown>;
  /** Takes jobs out of the queue. */
  fetch(name: string, options: { batchSize: number; includeMetadata: true }): Promise<readonly PgBossJob[] | null>;
  /** Marks a job as done. */
  complete(name: string, id: string): Promise<unknown>;
  /** Marks an attempt as failed. */
  fail(name: string, id: string, data: object): Promise<unknown>;
  /** Runs SQL on the connections of pg-boss. */
  getDb(): PgBossConnections;
}

/** What this package needs of the connections of pg-boss. */
export interface PgBossConnections {
  /** Runs one statement. */
  executeSql(text: string, values: unknown[]): Promise<unknown>;
}

/** What this package needs of a job of pg-boss. */
export interface PgBossJob {
  /** A UUID. */
  readonly id: string;
  /** What {@link pgBossInbox} has put into it. */
  readonly data: unknown;
  /** How often the job was tried before. */
  readonly retryCount: number;
  /** When it was queued. */
  readonly createdOn: Date;
}

/** The jobs of one queue, as a worker takes them and gives them back. */
export interface PgBossJobs {
  fetch(count: number): Promise<readonly PgBossJob[]>;
  complete(job: PgBossJob): Promise<unknown>;
  /** Has the job retried after a pause, or kept as failed. */
  fail(job: PgBossJob, attempt: number, error: unknown): Promise<unknown>;
}

/** Creates what takes the jobs of a queue, and gives them back. */
export const createPgBossJobs = ({
  boss,
  queue,
  schema,
  backoff,
}: {
  readonly boss: PgBossLike;
  readonly queue: string;
  readonly schema: string;
  readonly backoff: (attempt: number) => number;
}): PgBossJobs => {
  // pg-boss 10 has neither a longest pause nor a way to fail for good, but reads both from the job when it fails.
  const setRetry = `UPDATE ${schema}.job SET retry_delay = $3::int, retry_backoff = false,
    retry_limit = CASE WHEN $4::bool THEN retry_count ELSE retry_limit END
    WHERE name = $1 AND id = $2::uuid AND state = 'active'`;

  return {
    fetch: async (count) => {
      const jobs = (await boss.fetch(queue, { batchSize: count, includeMetadata: true })) ?? [];
      // PostgreSQL takes the oldest, and returns them in any order.
      return jobs.toSorted((a, b) => a.createdOn.getTime() - b.createdOn.getTime());
    },
    complete: ({ id }) => boss.complete(queue, id),
    fail: async ({ id }, attempt, error) => {
      const pauseSeconds = Math.ceil(backoff(attempt) / 1000);
      await boss.getDb().executeSql(setRetry, [queue, id, pauseSeconds, isPermanent(error)]);
      await boss.fail(queue, id, describeError(error));
    },
  };
};

/** What pg-boss keeps of an error, as its `output`. */
const describeError = (error: unknown): object =>
  storable(
    types.isNativeError(error) ? { name: error.name, message: error.message, stack: error.stack } : { value: error },
  );
