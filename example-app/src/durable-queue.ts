import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Handlers, Inbox } from 'tencent-live-webhooks';
import { bullmqInbox, bullmqProcessor } from 'tencent-live-webhooks/bullmq';

const name = 'tencent-live';

export interface DurableQueue {
  readonly inbox: Inbox;
  /** Waits for the jobs under way. */
  close(): Promise<void>;
}

/** A queue on Redis, and a worker in this process: what was acknowledged outlives both. */
export const durableQueue = (redisUrl: string, handlers: Handlers, logger: Logger): DurableQueue => {
  const complain = (err: Error): void => logger.error({ err }, 'Redis');

  // A command may outlive one broken connection, but not the time Tencent waits for its reply.
  const connection = new Redis(redisUrl, {
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(times * 100, 500),
  }).on('error', complain);
  const queue = new Queue(name, { connection }).on('error', complain);

  // A worker waits for its connection as long as it takes.
  const workerConnection = new Redis(redisUrl, { maxRetriesPerRequest: null }).on('error', complain);
  const worker = new Worker(name, bullmqProcessor(handlers), {
    connection: workerConnection,
    concurrency: 16,
    // How often a job may be taken over from a worker that died, or seemed to, before it counts as failed.
    maxStalledCount: 20,
  })
    .on('error', complain)
    .on('failed', (job, err) => logger.error({ err, jobId: job?.id, attempts: job?.attemptsMade }, 'job failed'));

  return {
    inbox: bullmqInbox(queue),
    close: async () => {
      await worker.close();
      await queue.close();
      connection.disconnect();
      workerConnection.disconnect();
    },
  };
};
