import { setImmediate } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import type { Database } from './database';
import { lockDirectory } from './lock';

/** PostgreSQL inside this process, with its data in a folder: nothing to install, and for one process only. */
export const embeddedDatabase = async (directory: string): Promise<Database> => {
  const unlock = lockDirectory(directory);
  const database = await PGlite.create(`${directory}/pglite`);
  let last: Promise<unknown> = Promise.resolve();

  /** It computes in this thread: between two queries, requests have their turn. */
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(() => setImmediate()).then(work);
    last = result.catch(() => {});
    return result;
  };

  return {
    query: async <Row>(sql: string, parameters: readonly unknown[]) => {
      const { rows } = await inTurn(() => database.query<Row>(sql, [...parameters])).catch(withoutParameters);
      return rows;
    },
    run: async (sql) => void (await inTurn(() => database.exec(sql))),
    listen: async (channel, onNotification) => void (await database.listen(channel, onNotification)),
    close: async () => {
      await inTurn(() => database.close());
      unlock();
    },
  };
};

/** An error of PGlite's has the parameters on it, raw bodies too, and would be logged with them. */
const withoutParameters = (error: unknown): never => {
  throw error instanceof Error ? new Error(error.message) : error;
};
