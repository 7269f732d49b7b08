import type { Logger } from 'pino';
import { readSql, type Database } from './database';

const everyMs = 60_000;

/** Deletes now and every minute what the board needs no more. Resolves, once stopped, when it has finished. */
export const keepTidy = (database: Database, logger: Logger): (() => Promise<void>) => {
  const sql = readSql('tidy');

  const tidy = async (): Promise<void> => {
    try {
      await database.run(sql);
      // PostgreSQL frees the room of deleted rows by itself; the embedded one has nobody who would.
      await database.run('vacuum events, refusals, rooms, facts');
    } catch (err) {
      logger.error({ err }, 'the database could not be tidied');
    }
  };

  let last = tidy();
  const timer = setInterval(() => {
    last = tidy();
  }, everyMs).unref();
  return () => {
    clearInterval(timer);
    return last;
  };
};
