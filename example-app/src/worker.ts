import { startDatabaseWorker, startWorker } from './queue';
import { stopOnSignal } from './shutdown';
import { start } from './start';
import { StartupError } from './startup-error';
import { openDatabase } from './store/database';
import { createEventStore } from './store/event-store';
import { createHandlers } from './webhooks/handlers';
import { storeFirst } from './webhooks/store-first';

/** The worker process: handles what the web processes have queued. There may be several. */
start(async (config, logger) => {
  const { redisUrl, databaseUrl } = config;
  if (databaseUrl === undefined) {
    throw new StartupError(
      'The worker needs DATABASE_URL, and REDIS_URL if the queue is there: the same as the web processes have. ' +
        'A queue in PostgreSQL is filled by web processes with QUEUE=on.',
    );
  }
  const database = await openDatabase(config, logger);
  // Verdicts are the web processes' part, so none is unconfirmed here.
  const handlers = storeFirst(createHandlers(config), { store: createEventStore(database), onUnconfirmed: () => {} });
  const worker =
    redisUrl === undefined
      ? await startDatabaseWorker(databaseUrl, handlers, logger)
      : startWorker(redisUrl, handlers, logger);
  console.log('The worker is ready.');

  stopOnSignal(logger, async () => {
    await worker.close();
    await database.close();
  });
});
