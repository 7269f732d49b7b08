import type { Logger } from 'pino';
import { readSql, type Database } from './database';

const everyMs = 60_000;
const everyHour = 60;

/**
 * Deletes what is no longer kept, now and every minute, a few rows at a time. Resolves, once stopped, when it has
 * finished. `keepRows` is how many events and deliveries are kept at most.
 */
export const keepSmall = (database: Database, keepRows: number, logger: Logger): (() => Promise<void>) => {
  const [housekeeping, forgetRooms] = [readSql('housekeeping'), readSql('forget-rooms')];
  let minutes = 0;
  const stopping = new AbortController();
  const { signal } = stopping;

  const deleteSome = async (): Promise<number> => {
    const [row] = await database.query<{ readonly deleted: unknown }>(housekeeping, [keepRows]);
    return Number(row?.deleted);
  };

  const clean = async (): Promise<void> => {
    try {
      while (!signal.aborted && (await deleteSome()) > 0);
      if (!signal.aborted && minutes % everyHour === 0) await database.run(forgetRooms);
      // PostgreSQL frees the space of old rows by itself; the embedded one has no process that would.
      if (!signal.aborted) await database.run('vacuum (analyze) rooms, counts, minutes');
      if (!signal.aborted && minutes % 10 === 9)
        await database.run('vacuum (analyze) events, deliveries, room_minutes, members, room_facts');
      minutes += 1;
    } catch (err) {
      logger.error({ err }, 'housekeeping failed; it is tried again in a minute');
    }
  };

  let last = clean();
  const timer = setInterval(() => {
    last = last.then(clean);
  }, everyMs).unref();
  return () => {
    stopping.abort();
    clearInterval(timer);
    return last;
  };
};
