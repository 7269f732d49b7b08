import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { inTime } from './in-time';

/** Something that is to be done in the database once it answers again. */
export interface Task {
  run(): Promise<void>;
  /** What the task keeps in memory, about. */
  readonly bytes: number;
  readonly contentId: string;
}

/** Work that the database could not do in time. It is in memory only, so what is left of it ends with the process. */
export interface Backlog {
  add(task: Task): void;
  /** How many tasks wait. */
  readonly size: () => number;
  /** Tries once more, and then stops. */
  close(): Promise<void>;
}

const retryEveryMs = 500;
const longestTryMs = 5000;
const longestWaitMs = 3_600_000;
const mostTasks = 20_000;
const mostBytes = 64 * 1024 * 1024;

export const createBacklog = (logger: Logger, onLost: () => void): Backlog => {
  const waiting: (Task & { readonly since: number })[] = [];
  let bytes = 0;
  const closing = new AbortController();
  let working: Promise<void> | undefined;

  const lose = ({ contentId }: Task, why: string): void => {
    onLost();
    logger.error({ contentId }, why);
  };

  /** Runs every waiting task once, up to the first one that fails. That one goes to the end, behind those it may block. */
  const tryAll = async (): Promise<void> => {
    for (let left = waiting.length; left > 0; left--) {
      const task = waiting[0];
      if (!task) return;
      const err = await failureOf(task);
      waiting.shift();
      if (err === undefined) {
        bytes -= task.bytes;
        continue;
      }
      logger.debug({ err, waiting: waiting.length }, 'the moderation store does not take what waits for it');
      if (Date.now() - task.since <= longestWaitMs) {
        waiting.push(task);
      } else {
        bytes -= task.bytes;
        lose(task, 'the moderation store did not take a change for an hour, so it is given up');
      }
      return;
    }
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0 && !closing.signal.aborted) {
      await tryAll();
      if (waiting.length > 0) await sleep(retryEveryMs, undefined, { ref: false });
    }
    working = undefined;
  };

  return {
    add: (task) => {
      if (waiting.length >= mostTasks || bytes + task.bytes > mostBytes) {
        lose(task, 'too much waits for the moderation store, so a change to it is given up');
        return;
      }
      bytes += task.bytes;
      waiting.push({ ...task, since: Date.now() });
      if (!closing.signal.aborted) working ??= work();
    },
    size: () => waiting.length,
    close: async () => {
      closing.abort();
      await working;
      await tryAll();
      for (const task of waiting.splice(0))
        lose(task, 'the moderation store did not take a change before the process ended');
    },
  };
};

/** Why a task failed; nothing where it was done. */
const failureOf = async (task: Task): Promise<Error | undefined> => {
  try {
    await inTime(task.run(), longestTryMs);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};
