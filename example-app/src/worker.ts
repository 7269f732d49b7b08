import { CannotStart } from './config';
import { openDatabase } from './database';
import { handlersOf } from './handlers';
import { journalIn } from './journal';
import { startWorker } from './queue';
import { stopOnSignal } from './shutdown';
import { start } from './start';

/** The worker process: handles what the web processes have queued. There may be several. */
start(async (config, logger) => {
  if (config.redisUrl === undefined) {
    throw new CannotStart('The worker needs REDIS_URL and DATABASE_URL, the same as the web processes have.');
  }
  const database = await openDatabase(config, logger);
  const worker = startWorker(config.redisUrl, handlersOf(journalIn(database, logger), config.giftLimitCoins), logger);
  console.log('The worker is ready.');

  stopOnSignal(logger, async () => {
    await worker.close();
    await database.close();
  });
});
