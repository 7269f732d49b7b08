import type { Router } from 'express';
import { createServer } from 'node:http';
import { createApi } from './board/api';
import { createBoard } from './board/board';
import { createBoardApp } from './board/board-app';
import { createHealthMonitor } from './board/health';
import { createMetrics } from './board/metrics';
import { createReadinessCheck } from './board/readiness';
import { overviewOf } from './board/snapshot';
import { createBoardStream } from './board/stream';
import { recordOnline } from './board/trends';
import { createExperiments } from './demo/experiments';
import { withSlowHandler } from './demo/slow-handler';
import { playDemo } from './demo/traffic';
import { greeting } from './greeting';
import { listen, urlOf } from './listen';
import { readModerationConfig } from './moderation/config';
import { createModeration } from './moderation/moderation';
import { openQueue } from './queue';
import { closeServer, stopOnSignal } from './shutdown';
import { start } from './start';
import { openDatabase } from './store/database';
import { createDeliveryLog } from './store/delivery-log';
import { createEventStore } from './store/event-store';
import { keepSmall } from './store/housekeeping';
import { createCallbackApp } from './webhooks/callback-app';
import { createHandlers } from './webhooks/handlers';
import { createReport } from './webhooks/report';
import { createSampler } from './webhooks/sampler';
import { storeFirst } from './webhooks/store-first';
import { createWebhooks } from './webhooks/webhooks';

/** Of unauthenticated deliveries, so many of each failure are kept in a minute. */
const sampledPerMinute = 10;

/** The web process: receives webhooks, stores what they say, and shows it. */
start(async (config, logger) => {
  const moderationConfig = readModerationConfig(process.env);
  const isModerated = moderationConfig.mode !== 'off';
  if (config.databaseUrl === undefined) {
    console.log(`Opening the database in ${config.dataDirectory}; the first time takes some seconds.`);
  }
  const database = await openDatabase(config, logger);
  const queue = await openQueue(config, database, logger);
  const stopHousekeeping = keepSmall(database, config.keepRows, logger);

  const board = createBoard(database);
  const health = createHealthMonitor();
  const readReadiness = createReadinessCheck(database, queue);
  const readOverview = async () => overviewOf(board, health, await readReadiness());
  const stream = createBoardStream({ board, readOverview, isDemo: config.isDemo, isModerated, logger });
  const onStored = (): void => {
    board.markChanged();
    stream.push();
  };
  await database.listen('board_changed', onStored);
  await board.refresh();
  const stopRecording = recordOnline(database, (err) => logger.error({ err }, 'the trend could not be stored'));

  const store = createEventStore(database, onStored);
  const deliveries = createDeliveryLog(database, logger, onStored);
  const metrics = createMetrics();
  const moderation = await createModeration({
    database,
    config: moderationConfig,
    host: config.host,
    sdkAppId: config.sdkAppId,
    isDemo: config.isDemo,
    logger,
    registry: metrics.registry,
  });
  const handlers = { ...createHandlers(config), ...moderation.handlers };
  const webhooks = createWebhooks(config, {
    handlers: storeFirst(config.isDemo ? withSlowHandler(handlers) : handlers, {
      store,
      onUnconfirmed: (command) => {
        health.addUnconfirmed();
        logger.error({ command }, 'a verdict was sent before its event was stored; the event may be missing');
      },
    }),
    fallback: moderation.fallback,
    inbox: queue?.inbox,
    onOutcome: createReport({
      deliveries,
      sampler: createSampler(sampledPerMinute),
      logger,
      observers: [metrics.observe, health.observe],
    }),
  });

  const callbackServer = createServer();
  const isStopping = (): boolean => !callbackServer.listening;
  const callbackApp = createCallbackApp({ webhooks, readReadiness, isStopping });
  // The Manager's endpoints have a key of their own, so they are not behind the page's password.
  callbackApp.use(moderation.router);
  callbackServer.on('request', callbackApp);
  const port = await listen(callbackServer, config.host, config.port, 'PORT');
  const callbackUrl = `${urlOf(config.host, port)}/tencent-callback`;

  // Routers of further modules belong here, by their paths. They are behind the page's password.
  const routers: Record<string, Router> = { '/api/review': moderation.reviewRouter };
  if (config.isDemo) routers['/demo'] = createExperiments({ callbackUrl, config, database });

  const boardApp = createBoardApp({
    password: config.boardPassword,
    api: createApi({
      database,
      board,
      stream,
      readOverview,
      config,
      isModerated,
      callbackUrl,
      commands: webhooks.commands,
    }),
    routers,
    metrics: async (_request, response) => {
      response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    },
    logger,
  });
  const isShared = config.host === config.boardHost && config.port === config.boardPort;
  const boardServer = isShared ? callbackServer : createServer(boardApp);
  if (isShared) callbackApp.use(boardApp);
  const boardPort = isShared ? port : await listen(boardServer, config.boardHost, config.boardPort, 'BOARD_PORT');

  console.log(greeting(urlOf(config.boardHost, boardPort), callbackUrl, config));
  const demo = config.isDemo ? playDemo(callbackUrl, config, logger) : undefined;

  stopOnSignal(logger, async () => {
    demo?.stop();
    stream.close();
    stopRecording();
    await Promise.all([...new Set([callbackServer, boardServer])].map(closeServer));
    // A late handler runs on after its reply.
    await webhooks.drain();
    await deliveries.close();
    await queue?.close();
    await moderation.close();
    await stopHousekeeping();
    await database.close();
  });
});
