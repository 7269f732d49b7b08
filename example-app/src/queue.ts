import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import type { Handlers, Inbox } from 'tencent-live-webhooks';
import { bullmqInbox, bullmqProcessor, checkRedis, type InboxOutcome } from 'tencent-live-webhooks/bullmq';
import { pgBossInbox, pgBossWorker } from 'tencent-live-webhooks/pg-boss';

const name = 'tencent-live';

/** A queue that the web processes fill. */
export interface OpenInbox {
  readonly inbox: Inbox;
  /** Rejects when the queue is away: for `/readyz`. */
  check(): Promise<unknown>;
  close(): Promise<void>;
}

/** A worker that empties it. */
export interface RunningWorker {
  /** Waits for the events in hand. */
  close(): Promise<void>;
}

/** For the web processes: a queue on Redis, so that what was acknowledged outlives them. */
export const openInbox = (redisUrl: string, logger: Logger): OpenInbox => {
  const connection = new Redis(redisUrl, {
    // A command may outlive one broken connection, but not the time Tencent waits for its reply.
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(times * 100, 500),
    // Finds a connection that has died without a word.
    socketTimeout: 1000,
  }).on('error', log(logger, 'Redis'));
  const queue = new Queue(name, { connection }).on('error', log(logger, 'Redis'));
  const check = (): Promise<unknown> => checkRedis(connection);
  // Says as process warnings what contradicts the promise; that Redis is away is in the log anyway.
  check().catch(() => {});
  return {
    inbox: bullmqInbox(queue),
    check,
    close: async () => {
      await queue.close();
      connection.disconnect();
    },
  };
};

/** For the worker process: hands what is queued to the handlers, and again if they fail. */
export const startWorker = (redisUrl: string, handlers: Handlers, logger: Logger): RunningWorker => {
  const connection = new Redis(redisUrl, {
    // A worker waits for its connection as long as it takes.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 100, 500),
    // Longer than a worker's connection may be quiet.
    socketTimeout: 30_000,
  }).on('error', log(logger, 'Redis'));
  const worker = new Worker(name, bullmqProcessor(handlers, { onOutcome: logFailure(logger) }), {
    connection,
    concurrency: 16,
    // How often a job may be taken over from a worker that died, or seemed to, before it counts as failed.
    maxStalledCount: 20,
  }).on('error', log(logger, 'Redis'));
  return {
    close: async () => {
      await worker.close();
      connection.disconnect();
    },
  };
};

/** For the web processes, where there is PostgreSQL and no Redis: a queue in the database. */
export const openDatabaseInbox = async (databaseUrl: string, logger: Logger): Promise<OpenInbox> => {
  const boss = await startBoss(databaseUrl, logger, 1000);
  return {
    inbox: pgBossInbox(boss, { queue: name }),
    check: () => boss.getQueueSize(name),
    close: () => boss.stop({ graceful: false, wait: true }),
  };
};

/** For the worker process, where there is PostgreSQL and no Redis. */
export const startDatabaseWorker = async (
  databaseUrl: string,
  handlers: Handlers,
  logger: Logger,
): Promise<RunningWorker> => {
  const boss = await startBoss(databaseUrl, logger, 10_000);
  const onError = log(logger, 'PostgreSQL');
  const worker = pgBossWorker(boss, handlers, { queue: name, onError, onOutcome: logFailure(logger) });
  return {
    close: async () => {
      await worker.close();
      await boss.stop({ graceful: false, wait: true });
    },
  };
};

const startBoss = async (databaseUrl: string, logger: Logger, queryTimeoutMs: number): Promise<PgBoss> => {
  // A query that is not answered fails, and its connection is given up.
  const timeouts = { query_timeout: queryTimeoutMs, connectionTimeoutMillis: 1000 };
  const boss = new PgBoss({ connectionString: databaseUrl, schedule: false, deleteAfterDays: 90, ...timeouts });
  boss.on('error', log(logger, 'PostgreSQL'));
  return boss.start();
};

const logFailure =
  (logger: Logger) =>
  ({ type, command, attempt, failure }: InboxOutcome): void => {
    if (failure) logger.error({ err: failure.cause, type, command, attempt, failure: failure.type }, failure.message);
  };

const log =
  (logger: Logger, of: string) =>
  (err: unknown): void =>
    logger.error({ err }, of);
