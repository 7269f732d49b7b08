import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Handlers, Inbox } from 'tencent-live-webhooks';
import { bullmqInbox, bullmqProcessor } from 'tencent-live-webhooks/bullmq';

const name = 'tencent-live';

/** The web process's side of the queue. */
export interface OpenInbox {
  readonly inbox: Inbox;
  /** How many events wait for a worker, and how many have failed for good. Rejects when Redis does not answer. */
  depth(): Promise<QueueDepth>;
  close(): Promise<void>;
}

export interface QueueDepth {
  readonly waiting: number;
  readonly failed: number;
}

/** For the web processes: a queue on Redis, so that acknowledged events outlive them. */
export const openInbox = (redisUrl: string, logger: Logger): OpenInbox => {
  // A command may outlive one broken connection, but not the time Tencent waits for its reply.
  const connection = new Redis(redisUrl, {
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(times * 100, 500),
  }).on('error', complain(logger));
  const queue = new Queue(name, { connection }).on('error', complain(logger));
  return {
    inbox: bullmqInbox(queue),
    depth: async () => {
      const { failed = 0, ...waiting } = await queue.getJobCounts('wait', 'active', 'delayed', 'prioritized', 'failed');
      return { waiting: Object.values(waiting).reduce((sum, count) => sum + count, 0), failed };
    },
    close: async () => {
      await queue.close();
      connection.disconnect();
    },
  };
};

/** For the worker process: runs the handlers on what is queued, again if they fail. `close` waits for those in progress. */
export const startWorker = (redisUrl: string, handlers: Handlers, logger: Logger): { close(): Promise<void> } => {
  // A worker waits for its connection as long as it takes.
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null }).on('error', complain(logger));
  const worker = new Worker(name, bullmqProcessor(handlers), {
    connection,
    concurrency: 16,
    // How often a job may be taken over from a worker that died, or seemed to, before it counts as failed.
    maxStalledCount: 20,
  })
    .on('error', complain(logger))
    .on('failed', (job, err) => logger.error({ err, jobId: job?.id, attempts: job?.attemptsMade }, 'job failed'));
  return {
    close: async () => {
      await worker.close();
      connection.disconnect();
    },
  };
};

const complain =
  (logger: Logger) =>
  (err: Error): void =>
    logger.error({ err }, 'Redis');
