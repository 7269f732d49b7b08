import { inspect } from 'node:util';
import { isObject } from '../assert';
import { UsageError } from './errors';

/** An event that its worker has given up. */
export interface FailedJob {
  readonly id: string;
  readonly command: string;
  readonly roomId?: string;
  /** In ISO 8601. */
  readonly failedAt?: string;
  readonly attempts: number;
  readonly reason: string;
  /** The stack of each of the last attempts' errors. */
  readonly stacktrace: readonly string[];
  /** As it was queued. */
  readonly record: unknown;
}

/** The failed jobs of a queue. */
export interface FailedJobs {
  list(limit: number): Promise<{ readonly total: number; readonly jobs: readonly FailedJob[] }>;
  find(id: string): Promise<FailedJob | undefined>;
  /** Has it handled again, from its first attempt. Resolves to `false` when it is no longer among the failed ones. */
  readonly retry: (job: FailedJob) => Promise<boolean>;
  /** Removes it for good. Resolves to `false` when it is no longer among the failed ones. */
  readonly discard: (job: FailedJob) => Promise<boolean>;
  close(): Promise<void>;
}

/** The part of BullMQ that is used here. */
interface Bullmq {
  readonly Queue: new (name: string, options: object) => BullmqQueue;
}

/** A client of ioredis, which BullMQ creates from a URL. */
interface RedisClient {
  call(command: string, ...args: string[]): Promise<unknown>;
}

interface BullmqQueue {
  /** In BullMQ 5. */
  readonly client?: Promise<RedisClient>;
  /** In BullMQ 6. */
  readonly backend?: { readonly client: Promise<RedisClient> };
  on(event: 'error', listener: () => void): unknown;
  waitUntilReady(): Promise<unknown>;
  /** `null` where no program has ever opened such a queue. */
  getVersion(): Promise<string | null>;
  getFailedCount(): Promise<number>;
  getFailed(start: number, end: number): Promise<readonly (BullmqJob | undefined)[]>;
  getJob(id: string): Promise<BullmqJob | undefined>;
  close(): Promise<void>;
}

interface BullmqJob {
  readonly id?: string;
  readonly name: string;
  readonly data: unknown;
  readonly attemptsMade: number;
  readonly failedReason?: string;
  readonly finishedOn?: number;
  readonly stacktrace?: readonly string[] | null;
  isFailed(): Promise<boolean>;
  retry(state: 'failed', options: object): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Opens a queue, and changes nothing of it. Rejects when Redis does not answer, and with a `UsageError` when there is no
 * such queue.
 */
export const openFailedJobs = async (
  bullmq: unknown,
  { url, queue: name, prefix }: { readonly url: string; readonly queue: string; readonly prefix: string },
): Promise<FailedJobs> => {
  const { Queue } = bullmq as Bullmq;
  // A person waits: an unreachable Redis is an error at once, not a reason to try for ever. After a connection has failed,
  // ioredis keeps the process alive for `disconnectTimeout`, two seconds by default.
  const connection = {
    url,
    maxRetriesPerRequest: 1,
    connectTimeout: 3000,
    disconnectTimeout: 100,
    retryStrategy: () => null,
  };
  const queue = new Queue(name, { prefix, connection, skipMetasUpdate: true });
  // An error rejects the call that it concerns, too.
  queue.on('error', () => {});
  const found = new Map<string, BullmqJob>();
  const read = (job: BullmqJob): FailedJob => {
    const one = toFailedJob(job);
    found.set(one.id, job);
    return one;
  };

  /** Changes a job that has been read, unless something else has changed it since. */
  const change = async (id: string, apply: (job: BullmqJob) => Promise<void>): Promise<boolean> => {
    const job = found.get(id);
    if (!job || !(await job.isFailed())) return false;
    try {
      await apply(job);
      return true;
    } catch (error) {
      if (await job.isFailed()) throw error;
      return false;
    }
  };

  try {
    await queue.waitUntilReady();
    const database = new URL(url).pathname.slice(1);
    // Where Redis has no such database, ioredis goes on in database 0, which may hold a queue of the same name.
    if (database !== '') {
      const client = await (queue.client ?? queue.backend?.client);
      await client?.call('SELECT', database).catch((cause: unknown) => {
        throw new UsageError(`This Redis has no database ${database}, or does not let you use it.`, { cause });
      });
    }
    if ((await queue.getVersion()) === null && (await queue.getFailedCount()) === 0) {
      throw new UsageError(`There is no queue ${inspect(name)} with the prefix ${inspect(prefix)} on this Redis.`);
    }
  } catch (error) {
    await queue.close().catch(() => {});
    throw error;
  }
  return {
    list: async (limit) => {
      const total = await queue.getFailedCount();
      const jobs = await queue.getFailed(0, Math.min(limit, total) - 1);
      // A job that was removed in the meantime is absent.
      return { total, jobs: total === 0 ? [] : jobs.flatMap((job) => (job ? [read(job)] : [])) };
    },
    find: async (id) => {
      const job = await queue.getJob(id);
      return job && (await job.isFailed()) ? read(job) : undefined;
    },
    retry: ({ id }) =>
      change(id, (job) => job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true })),
    discard: ({ id }) => change(id, (job) => job.remove()),
    close: () => queue.close(),
  };
};

const toFailedJob = ({
  id = '',
  name,
  data,
  attemptsMade,
  failedReason,
  finishedOn,
  stacktrace,
}: BullmqJob): FailedJob => {
  // Something else may have put a job of its own into the queue.
  const { command, roomId } = isObject(data) ? data : {};
  return {
    id,
    command: typeof command === 'string' ? command : name,
    ...(typeof roomId === 'string' && { roomId }),
    ...(finishedOn !== undefined && { failedAt: new Date(finishedOn).toISOString() }),
    attempts: attemptsMade,
    reason: failedReason ?? 'unknown',
    stacktrace: stacktrace ?? [],
    record: data,
  };
};
