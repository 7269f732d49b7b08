import type { Logger } from 'pino';
import type { Store } from './store';

const everyMs = 60_000;

/** Deletes now and every minute what is older than so many days. Returns how to stop, which waits for what is going on. */
export const keepRetention = (store: Store, days: number, logger: Logger): (() => Promise<void>) => {
  const stopping = new AbortController();

  const tidy = async (): Promise<void> => {
    try {
      await store.forgetPages();
      let deleted = 0;
      while (!stopping.signal.aborted) {
        const some = await store.removeOlderThan(days);
        if (some === 0) break;
        deleted += some;
      }
      if (deleted === 0) return;
      logger.info({ deleted, days }, 'held messages were deleted because of their age');
      // PostgreSQL frees the space of deleted rows by itself; the embedded database does not.
      await store.vacuum();
    } catch (err) {
      logger.error({ err }, 'held messages could not be deleted because of their age');
    }
  };

  let last = tidy();
  const timer = setInterval(() => {
    last = last.then(tidy);
  }, everyMs).unref();
  return () => {
    stopping.abort();
    clearInterval(timer);
    return last;
  };
};
