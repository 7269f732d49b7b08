import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import type { Handlers, Inbox } from 'tencent-live-webhooks';
import { bullmqInbox, bullmqProcessor, checkRedis, type InboxOutcome } from 'tencent-live-webhooks/bullmq';
import { pgBossInbox, pgBossWorker } from 'tencent-live-webhooks/pg-boss';
import type { Config } from './config';
import type { Database } from './store/database';

const name = 'tencent-live';

/** The web process's side of the queue. */
export interface OpenInbox {
  readonly inbox: Inbox;
  /** How many events wait for a worker, and how many have failed for good. Rejects when the queue does not answer. */
  depth(): Promise<QueueDepth>;
  close(): Promise<void>;
}

export interface QueueDepth {
  readonly waiting: number;
  readonly failed: number;
}

/** The worker process's side of the queue. */
export interface RunningWorker {
  /** Waits for the events in progress. */
  close(): Promise<void>;
}

/** The queue that the settings ask for: on Redis where there is one, else in PostgreSQL. */
export const openQueue = async (
  { isQueued, redisUrl, databaseUrl }: Config,
  database: Database,
  logger: Logger,
): Promise<OpenInbox | undefined> => {
  if (!isQueued) return undefined;
  if (redisUrl !== undefined) return openInbox(redisUrl, logger);
  return databaseUrl === undefined ? undefined : openDatabaseInbox(databaseUrl, database, logger);
};

/** For the web processes: a queue on Redis, so that acknowledged events outlive them. */
const openInbox = (redisUrl: string, logger: Logger): OpenInbox => {
  const connection = new Redis(redisUrl, {
    // A command may outlive one broken connection, but not the time Tencent waits for its reply.
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(times * 100, 500),
    // Finds a connection that has died without a word.
    socketTimeout: 1000,
  }).on('error', log(logger, 'Redis'));
  const queue = new Queue(name, { connection }).on('error', log(logger, 'Redis'));
  // Warns where the settings of Redis contradict the guarantee. That Redis does not answer is in the log already.
  checkRedis(connection).catch(() => {});
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

/** For the worker process: runs the handlers on what is queued, again if they fail. */
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
const openDatabaseInbox = async (databaseUrl: string, database: Database, logger: Logger): Promise<OpenInbox> => {
  const boss = await startBoss(databaseUrl, logger, 1000);
  return {
    inbox: pgBossInbox(boss, { queue: name }),
    depth: async () => {
      const [depth = { waiting: 0, failed: 0 }] = await database.query<QueueDepth>(readDepth, [name]);
      return depth;
    },
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

/** pg-boss orders the states of a job: those before `completed` are still to be handled. */
const readDepth = `
  select count(*) filter (where state < 'completed')::int as waiting,
    count(*) filter (where state = 'failed')::int as failed
  from pgboss.job where name = $1`;

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
