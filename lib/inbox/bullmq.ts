/**
 * An inbox on BullMQ, and the processor for its workers.
 *
 * @module tencent-live-webhooks/bullmq
 */

import { randomUUID } from 'node:crypto';
import type { Handlers, OwnCommands } from '../handlers';
import type { Inbox, InboxRecord } from './inbox';
import { createProcess } from './processor';

/** What this package needs of a BullMQ `Queue`. */
export interface BullmqQueue {
  /** Resolves once the job is in Redis. */
  add(name: string, data: InboxRecord, options: object): Promise<unknown>;
}

/** What this package needs of a BullMQ `Job`. */
export interface BullmqJob {
  /** What {@link bullmqInbox} has put into it. */
  readonly data: InboxRecord;
  /** How often the job was tried before. */
  readonly attemptsMade: number;
}

/** What {@link bullmqInbox} may be told. */
export interface BullmqInboxOptions {
  /** How often a handler is tried in all, until its job is kept as failed. Default 8: over two to four minutes. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubles with each further one, less up to a half by chance. Default 2000. */
  readonly backoffMs?: number;
  /** For how many seconds a handled event is remembered, so that a duplicate is dropped. Default 600. */
  readonly rememberSeconds?: number;
}

/**
 * An inbox on a BullMQ queue: one job per event, under the event's id, so that a duplicate is not queued again. A job
 * whose attempts are used up stays in the queue's failed set, with its error, until you retry or remove it.
 */
export const bullmqInbox = (
  queue: BullmqQueue,
  { attempts = 8, backoffMs = 2000, rememberSeconds = 600 }: BullmqInboxOptions = {},
): Inbox => ({
  put: (record) =>
    queue.add(record.command, record, {
      // A client that repeats a command after its connection broke must not make two jobs of one event.
      jobId: record.eventId ?? randomUUID(),
      attempts,
      backoff: { type: 'exponential', delay: backoffMs, jitter: 0.5 },
      removeOnComplete: { age: rememberSeconds },
      removeOnFail: false,
    }),
});

/** What {@link bullmqProcessor} may be told. */
export interface BullmqProcessorOptions<Own extends OwnCommands = {}> {
  /** Your own commands, the same as the web processes have. */
  readonly commands?: Own | undefined;
}

/**
 * The processor for BullMQ's own `Worker`: runs the command's handler with the same event and delivery it would have
 * had in the web process; `delivery.attempt` counts from 1. A handler that throws is tried again. A queued command
 * without a handler here is done with at once.
 *
 * @throws TypeError when a handler is for no command, or is no function
 */
export const bullmqProcessor = <Own extends OwnCommands = {}>(
  handlers: Handlers<NoInfer<Own>>,
  { commands }: BullmqProcessorOptions<Own> = {},
): ((job: BullmqJob, token?: string, signal?: AbortSignal) => Promise<void>) => {
  const process = createProcess(handlers, commands);
  return ({ data, attemptsMade }, _token, signal) => process(data, attemptsMade + 1, signal);
};
