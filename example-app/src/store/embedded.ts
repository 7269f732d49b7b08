import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Database } from './database';
import type { Answer, Question } from './embedded-worker';
import { lockDirectory } from './lock';

interface Waiting {
  readonly resolve: (rows: readonly never[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * PostgreSQL inside this process, with its data in a folder: nothing to install, and for one process only. It computes
 * in a thread of its own, so that no query holds up the reply to a webhook.
 */
export const embeddedDatabase = async (directory: string, logger: Logger): Promise<Database> => {
  const unlock = await lockDirectory(directory, logger);
  const thread = new Worker(join(__dirname, 'embedded-worker.js'), { workerData: join(directory, 'database') });
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, () => void>();
  let lastId = 0;
  let failure: Error | undefined;

  const fail = (error: Error): void => {
    failure ??= error;
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  };
  const onAnswer = (answer: Answer): void => {
    if ('channel' in answer) {
      listeners.get(answer.channel)?.();
      return;
    }
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('error' in answer) asker?.reject(Object.assign(new Error(answer.error.message), { code: answer.error.code }));
    else asker?.resolve(answer.rows as readonly never[]);
  };
  thread.on('message', onAnswer);
  thread.on('error', (err) => {
    logger.error({ err }, 'the embedded database has failed: restart the app');
    fail(err);
  });
  thread.on('exit', () => fail(new Error('The embedded database is closed.')));

  const ask = <Row>(question: Omit<Question, 'id'>): Promise<readonly Row[]> =>
    new Promise((resolve, reject) => {
      if (failure) {
        reject(failure);
        return;
      }
      const id = (lastId += 1);
      waiting.set(id, { resolve, reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Threads have no origin; windows do.
      thread.postMessage({ id, ...question });
    });

  // The first question is answered once the folder is open, or fails with the reason why it cannot be opened.
  await ask({ kind: 'query', sql: 'select 1' });
  return {
    query: (sql, parameters) => ask({ kind: 'query', sql, parameters: [...parameters] }),
    run: async (sql) => void (await ask({ kind: 'run', sql })),
    listen: async (channel, onNotification) => {
      listeners.set(channel, onNotification);
      await ask({ kind: 'listen', sql: channel });
    },
    close: async () => {
      const exited = once(thread, 'exit');
      await ask({ kind: 'close', sql: '' });
      await exited;
      await unlock();
    },
  };
};
