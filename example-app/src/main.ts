import { createServer } from 'node:http';
import { createApp } from './app';
import { boardIn } from './board';
import { openDatabase } from './database';
import { playDemo } from './demo';
import { greeting } from './greeting';
import { handlersOf } from './handlers';
import { journalIn } from './journal';
import { listen } from './listen';
import { createMetrics } from './metrics';
import { readModerationConfig } from './moderation/config';
import { createModeration } from './moderation/moderation';
import { outcomeHook } from './outcomes';
import { openInbox } from './queue';
import { closeServer, stopOnSignal } from './shutdown';
import { start } from './start';
import { boardStream } from './stream';
import { keepTidy } from './tidy';
import { createWebhooks } from './webhooks';

/** The web process: receives webhooks, keeps what they say, and shows it. */
start(async (config, logger) => {
  const moderationConfig = readModerationConfig(process.env);
  if (config.databaseUrl === undefined) {
    console.log(`Opening the database in ${config.dataDirectory}; the first time takes some seconds.`);
  }
  const database = await openDatabase(config, logger);
  const stopTidying = keepTidy(database, logger);
  const readBoard = boardIn(database, config.isDemo);
  const stream = boardStream(readBoard, logger);
  await database.listen('board_changed', () => stream.push());

  const journal = journalIn(database, logger);
  const metrics = createMetrics();
  const moderation = await createModeration({
    database,
    config: moderationConfig,
    sdkAppId: config.sdkAppId,
    isDemo: config.isDemo,
    logger,
    registry: metrics.registry,
  });
  const queue = config.redisUrl === undefined ? undefined : openInbox(config.redisUrl, logger);
  const webhooks = createWebhooks(config, {
    handlers: {
      ...handlersOf(journal, config.giftLimitCoins),
      'Group.CallbackBeforeSendMsg': moderation.handler,
    },
    fallback: moderation.fallback,
    inbox: queue?.inbox,
    onOutcome: outcomeHook({ journal, metrics, logger }),
  });

  const server = createServer();
  const isStopping = (): boolean => !server.listening;
  server.on('request', createApp({ webhooks, readBoard, stream, metrics, moderation, logger, isStopping }));
  const url = `http://localhost:${await listen(server, config.port)}`;
  console.log(greeting(url, config));
  const demo = config.isDemo ? playDemo(`${url}/tencent-callback`, config, logger) : undefined;

  stopOnSignal(logger, async () => {
    demo?.stop();
    stream.close();
    await closeServer(server);
    // A late handler runs on after its reply.
    await webhooks.drain();
    await queue?.close();
    await moderation.close();
    await stopTidying();
    await database.close();
  });
});
