/**
 * An inbox on BullMQ, and the processor for its workers.
 *
 * @module tencent-live-webhooks/bullmq
 */

import { assertKnown, assertOption, describeValue, hasMethods, isObject } from '../assert';
import type { Handlers, OwnCommands } from '../handlers';
import type { Inbox, InboxRecord } from './inbox';
import { isPermanent } from './permanent';
import { createProcessor, type ProcessorOptions } from './processor';
import { createWriteToReplicas } from './replicas';
import { assertWhole, createBackoff, defaultAttempts, type RetryOptions } from './retry';

export { checkRedis, type CheckRedisOptions, type RedisProblem } from './check-redis';
export type { InboxFailure } from './failure';
export type { Attempted, InboxOutcome } from './outcome';
export { permanent } from './permanent';
export type { ProcessorOptions } from './processor';
export type { RetryOptions } from './retry';

/** What this package needs of a BullMQ `Queue`. */
export interface BullmqQueue {
  /** Resolves once the job is in Redis. */
  add(name: string, data: InboxRecord, options: object): Promise<unknown>;
}

/** What this package needs of a BullMQ `Job`. */
export interface BullmqJob {
  /** What {@link bullmqInbox} has put into it. */
  readonly data: unknown;
  /** How often the job was tried before. */
  readonly attemptsMade: number;
  /** The job's own options; the pause before its next attempt is set in them. */
  readonly opts?: object;
}

/** The options of {@link bullmqInbox}. A wrong or unknown one throws a `TypeError` at once. */
export interface BullmqInboxOptions {
  /**
   * How often a handler is tried in all, until its job is kept as failed. Default 56: with the pauses of
   * {@link bullmqProcessor}, about six hours.
   */
  readonly attempts?: number | undefined;
  /** For how many seconds from its queueing an event is remembered, so that a duplicate is dropped. Default 600. */
  readonly rememberSeconds?: number | undefined;
  /** How many events may be waiting for Redis at a time; one beyond that is refused at once. Default 1000. */
  readonly maxPending?: number | undefined;
  /** An event is acknowledged only when so many replicas have it. Not on a Cluster. Default 0. */
  readonly replicas?: number | undefined;
  /**
   * Milliseconds to wait for the replicas; an event that has not reached them by then is refused. One that comes while
   * others are waited for waits for these first. Default 500.
   */
  readonly waitMs?: number | undefined;
}

/** How many of the completed jobs stay in Redis, for a dashboard to show. */
const keptJobs = 100;

/**
 * An inbox on a BullMQ queue: one job per event, under the record's id. A duplicate is not queued again while its job
 * exists, nor within `rememberSeconds`. A job whose attempts are used up stays in the queue's failed set, with its
 * error, until you retry or remove it.
 *
 * @throws TypeError when the queue or an option is wrong, in a sentence that names it and says how to fix it
 */
export const bullmqInbox = (queue: BullmqQueue, options: BullmqInboxOptions = {}): Inbox => {
  assertOption(
    hasAdd(queue),
    `bullmqInbox(queue) needs a Queue of BullMQ, not ${describeValue(queue)}. new Queue(name, { connection }) makes one.`,
  );
  assertOption(
    isObject(options),
    `The options of bullmqInbox must be an object such as { attempts: 10 }, not ${describeValue(options)}.`,
  );
  for (const name of Object.keys(options)) assertKnown('bullmqInbox has no option', name, inboxOptionNames);
  const given: BullmqInboxOptions = options;
  const { attempts = defaultAttempts, rememberSeconds = 600, maxPending = 1000, replicas = 0, waitMs = 500 } = given;
  assertWhole('attempts', attempts, 1, defaultAttempts);
  assertWhole('rememberSeconds', rememberSeconds, 1, 600);
  assertWhole('maxPending', maxPending, 1, 1000);
  assertWhole('replicas', replicas, 0, 0);
  assertWhole('waitMs', waitMs, 1, 500);

  const add = (record: InboxRecord): Promise<unknown> =>
    queue.add(record.command, record, {
      jobId: record.recordId,
      attempts,
      // For a processor that is not ours: ours sets the pause itself, since no built-in strategy has a longest pause.
      backoff: { type: 'fixed', delay: 600_000, jitter: 0.5 },
      // A key that is far smaller than a completed job. It also keeps a command that the client repeats after a broken
      // connection from making two jobs of one event.
      deduplication: { id: record.recordId, ttl: rememberSeconds * 1000 },
      removeOnComplete: { count: keptJobs },
      removeOnFail: false,
    });
  if (replicas === 0) return { maxPending, put: add };
  const writeToReplicas = createWriteToReplicas(queue, replicas, waitMs);
  return { maxPending, put: (record) => writeToReplicas(() => add(record)) };
};

const hasAdd = (queue: unknown): queue is BullmqQueue => hasMethods(queue, 'add');

const inboxOptionNames = ['attempts', 'rememberSeconds', 'maxPending', 'replicas', 'waitMs'];

/** The options of {@link bullmqProcessor}. A wrong or unknown one throws a `TypeError` at once. */
export interface BullmqProcessorOptions<Own extends OwnCommands = {}> extends ProcessorOptions<Own>, RetryOptions {}

/**
 * The processor for BullMQ's own `Worker`: runs the command's handler with the same event and delivery as in the web
 * process; `delivery.attempt` counts from 1. A handler that throws is tried again, unless it throws `permanent(error)`.
 * A job without a handler here fails too: it is never completed unhandled, unless its command is in `ignore`.
 *
 * @throws TypeError when a handler or an option is wrong, in a sentence that names it and says how to fix it
 */
export const bullmqProcessor = <Own extends OwnCommands = {}>(
  handlers: Handlers<NoInfer<Own>>,
  options: BullmqProcessorOptions<Own> = {},
): ((job: BullmqJob, token?: string, signal?: AbortSignal) => Promise<void>) => {
  assertOption(
    isObject(options),
    `The options of bullmqProcessor must be an object such as { timeoutMs: 30_000 }, not ${describeValue(options)}.`,
  );
  const { backoffMs, maxBackoffMs, ...processorOptions }: BullmqProcessorOptions<Own> = options;
  const process = createProcessor(handlers, processorOptions);
  const backoff = createBackoff({ backoffMs, maxBackoffMs });

  return async ({ data, attemptsMade, opts }, _token, signal) => {
    const attempt = attemptsMade + 1;
    // BullMQ reads it from this very object when the attempt has failed.
    if (opts) Object.assign(opts, { backoff: { type: 'fixed', delay: backoff(attempt) } });
    try {
      await process(data, attempt, signal);
    } catch (error) {
      throw isPermanent(error) ? asUnrecoverable(error) : error;
    }
  };
};

/** BullMQ does not retry after an error of this name, whatever its class: this package never loads BullMQ itself. */
const asUnrecoverable = (error: unknown): Error => {
  const { message, stack } = error as Error;
  return Object.assign(new Error(message, { cause: error }), { name: 'UnrecoverableError', stack });
};
