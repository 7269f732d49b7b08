/**
 * An inbox on pg-boss, for those who run PostgreSQL and no Redis, and the worker for it.
 *
 * @module tencent-live-webhooks/pg-boss
 */

import { assertKnown, assertOption, describeValue, hasMethods, isObject, quoteValue } from '../assert';
import { createWarning } from '../delivery/warn';
import type { Handlers, OwnCommands } from '../handlers';
import type { Inbox } from './inbox';
import { createPgBossJobs, type PgBossJob, type PgBossLike } from './pg-boss-jobs';
import { startFetching, type PgBossWorker } from './pg-boss-worker';
import { createProcessor, type ProcessorOptions } from './processor';
import { assertWhole, createBackoff, defaultAttempts, type RetryOptions } from './retry';
import { storable } from './storable';
import { uuidOf } from './uuid';

export type { InboxFailure } from './failure';
export type { Attempted, InboxOutcome } from './outcome';
export { permanent } from './permanent';
export type { PgBossConnections, PgBossJob, PgBossLike } from './pg-boss-jobs';
export type { PgBossWorker } from './pg-boss-worker';
export type { ProcessorOptions } from './processor';
export type { RetryOptions } from './retry';

/** The options of {@link pgBossInbox}. A wrong or unknown one throws a `TypeError` at once. */
export interface PgBossInboxOptions {
  /** The queue's name, which is created unless it exists. Default `tencent-live`. */
  readonly queue?: string | undefined;
  /** How often a handler is tried in all, until its job is kept as failed. Default 56: about six hours. */
  readonly attempts?: number | undefined;
  /**
   * After how many seconds an attempt counts as failed because its worker died: longer than the worker's `timeoutMs`.
   * Default 120.
   */
  readonly expireSeconds?: number | undefined;
  /** How many events may be waiting for PostgreSQL at a time; one beyond that is refused at once. Default 1000. */
  readonly maxPending?: number | undefined;
}

const defaultQueue = 'tencent-live';

/** For how long PostgreSQL keeps an event that no worker takes, in seconds: a year. */
const retentionSeconds = 365 * 24 * 3600;

/**
 * An inbox on a queue of pg-boss: one job per event, whose id is derived from the record's, so that a duplicate is not
 * queued again while its job is in the table. An event is acknowledged once PostgreSQL has committed its job.
 *
 * @throws TypeError when an argument is wrong, in a sentence that names it and says how to fix it
 */
export const pgBossInbox = (boss: PgBossLike, options: PgBossInboxOptions = {}): Inbox => {
  assertBoss('pgBossInbox', boss);
  assertOption(
    isObject(options),
    `The options of pgBossInbox must be an object such as { queue: 'live' }, not ${describeValue(options)}.`,
  );
  const names = ['queue', 'attempts', 'expireSeconds', 'maxPending'];
  for (const name of Object.keys(options)) assertKnown('pgBossInbox has no option', name, names);
  const given: PgBossInboxOptions = options;
  const { queue = defaultQueue, attempts = defaultAttempts, expireSeconds = 120, maxPending = 1000 } = given;
  assertQueueName(queue);
  assertWhole('attempts', attempts, 1, defaultAttempts);
  assertWhole('expireSeconds', expireSeconds, 1, 120);
  assertWhole('maxPending', maxPending, 1, 1000);

  const jobOptions = {
    retryLimit: attempts - 1,
    // For a job whose worker died. After a failed attempt, the worker decides.
    retryDelay: 2,
    retryBackoff: false,
    expireInSeconds: expireSeconds,
    retentionSeconds,
  };
  const ensureQueue = createOnce(() => boss.createQueue(queue));

  return {
    maxPending,
    put: async (record) => {
      await ensureQueue();
      const id = uuidOf(record.recordId);
      const sent = await boss.send(queue, storable(record), { ...jobOptions, id, singletonKey: record.recordId });
      // Also what pg-boss answers when the queue is gone: then the event would be lost.
      if (sent === null && (await boss.getJobById(queue, id)) === null) {
        throw new Error(`pg-boss has not queued the event. Is there still a queue "${queue}"?`);
      }
    },
  };
};

/** The options of {@link pgBossWorker}. A wrong or unknown one throws a `TypeError` at once. */
export interface PgBossWorkerOptions<Own extends OwnCommands = {}> extends ProcessorOptions<Own>, RetryOptions {
  /** The queue's name, as the inbox has it; it is created unless it exists. Default `tencent-live`. */
  readonly queue?: string | undefined;
  /** How many events this process handles at a time. Default 16. */
  readonly concurrency?: number | undefined;
  /** Milliseconds to wait before looking into an empty queue again. Default 500. */
  readonly pollMs?: number | undefined;
  /** The schema of pg-boss. Default `pgboss`, which is its own default. */
  readonly schema?: string | undefined;
  /**
   * Called with what went wrong between the worker and PostgreSQL; the worker goes on. May be async. Default: a process
   * warning about the first such error.
   */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}

/**
 * Starts a worker: it takes events from the queue, and runs their handlers with the same event and delivery as in the
 * web process. A handler that throws is tried again, unless it throws `permanent(error)`. An event without a handler
 * here fails too, unless its command is in `ignore`.
 *
 * It takes jobs by itself, not by `boss.work()`, which ends the process when PostgreSQL is away as a job completes, and
 * which takes one job per polling interval.
 *
 * @throws TypeError when an argument is wrong, in a sentence that names it and says how to fix it
 */
export const pgBossWorker = <Own extends OwnCommands = {}>(
  boss: PgBossLike,
  handlers: Handlers<NoInfer<Own>>,
  options: PgBossWorkerOptions<Own> = {},
): PgBossWorker => {
  assertBoss('pgBossWorker', boss);
  assertOption(
    isObject(options),
    `The options of pgBossWorker must be an object such as { concurrency: 8 }, not ${describeValue(options)}.`,
  );
  const given: PgBossWorkerOptions<Own> = options;
  const { queue = defaultQueue, concurrency = 16, pollMs = 500, schema = 'pgboss', onError, ...others } = given;
  const { backoffMs, maxBackoffMs, ...processorOptions } = others;
  assertQueueName(queue);
  assertWhole('concurrency', concurrency, 1, 16);
  assertWhole('pollMs', pollMs, 1, 500);
  // It becomes a part of SQL.
  assertOption(
    typeof schema === 'string' && /^[A-Za-z_]\w*$/.test(schema),
    `schema must be a name of letters, digits and underscores, not ${quoteValue(schema)}. The default is 'pgboss'.`,
  );
  assertOption(
    onError === undefined || typeof onError === 'function',
    `onError must be a function, not ${describeValue(onError)}.`,
  );
  const process = createProcessor(handlers, processorOptions);
  const jobs = createPgBossJobs({ boss, queue, schema, backoff: createBackoff({ backoffMs, maxBackoffMs }) });
  // Workers may be deployed before the web processes, whose inbox creates the queue otherwise.
  const ensureQueue = createOnce(() => boss.createQueue(queue));
  const fetch = async (count: number): Promise<readonly PgBossJob[]> => {
    await ensureQueue();
    return jobs.fetch(count);
  };
  return startFetching({ jobs: { ...jobs, fetch }, process, concurrency, pollMs, onError: onError ?? emitWarning });
};

const emitWarning = createWarning('A pg-boss worker could not reach PostgreSQL, and goes on trying', 'PG_BOSS');

const assertBoss = (of: string, boss: unknown): void =>
  assertOption(
    hasMethods(boss, 'createQueue', 'send', 'getJobById', 'fetch', 'complete', 'fail', 'getDb'),
    `${of}(boss) needs a started PgBoss of pg-boss 10.4 or 12.38, not ${describeValue(boss)}. Make one: new PgBoss(url).`,
  );

const assertQueueName = (queue: unknown): void =>
  assertOption(
    typeof queue === 'string' && /^[\w.-]+$/.test(queue),
    `queue must be a name of letters, digits, dots, dashes and underscores, not ${quoteValue(queue)}.`,
  );

/** Creates what runs a task once, and again only if it failed. */
const createOnce = (task: () => Promise<unknown>): (() => Promise<unknown>) => {
  let done: Promise<unknown> | undefined;
  return () => {
    done ??= task().catch((error: unknown) => {
      done = undefined;
      throw error;
    });
    return done;
  };
};
