import { join } from 'node:path';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { LiveWebhooks } from 'tencent-live-webhooks';
import type { ReadBoard } from './board';
import type { Metrics } from './metrics';
import type { Moderation } from './moderation/moderation';
import type { BoardStream } from './stream';

interface Parts {
  readonly webhooks: LiveWebhooks;
  readonly readBoard: ReadBoard;
  readonly stream: BoardStream;
  readonly metrics: Metrics;
  readonly moderation: Pick<Moderation, 'router' | 'reviewRouter'>;
  readonly logger: Logger;
  readonly isStopping: () => boolean;
}

/** The board is open to everybody who can reach it: put your own authentication before it. */
export const createApp = ({ webhooks, readBoard, stream, metrics, moderation, logger, isStopping }: Parts): Express => {
  const app = express();
  app.disable('x-powered-by');

  // Before any body parser: it would round account ids beyond 2^53, and leave nothing of the bytes that hold them whole.
  app.use('/tencent-callback', webhooks);

  app.get('/healthz', (_request, response) => {
    if (isStopping()) response.status(503).json({ status: 'stopping' });
    else response.json({ status: 'ok' });
  });

  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });

  app.use(requestLog(logger), securityHeaders);
  app.get('/api/board', async (_request, response) => {
    response.type('json').send(await readBoard());
  });
  app.get('/api/stream', (_request, response) => stream.open(response));
  app.use(moderation.router, moderation.reviewRouter);
  app.use(express.static(join(__dirname, '../public'), { extensions: ['html'] }));
  // The page's one library, as its package has it.
  app.use('/lit-html', express.static(join(require.resolve('lit-html'), '../..')));

  app.use((request, response) => {
    response.status(404).json({ error: `There is no ${request.method} ${request.path} here.` });
  });
  app.use(answerError);
  return app;
};

/** Without query strings and headers: a webhook sent to another path by mistake brings its Sign along. */
const requestLog = (logger: Logger): RequestHandler =>
  pinoHttp({
    logger,
    customLogLevel: (_request, response) => (response.err ? 'error' : 'info'),
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?')[0] }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  });

/** The page needs nothing from elsewhere and nothing inline, so neither is allowed, whatever a room may be called. */
const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  next();
};

const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  // For the log line of the request.
  response.err = error instanceof Error ? error : new Error(String(error));
  if (response.headersSent) next(error);
  else response.status(500).json({ error: 'Something went wrong here. It is in the log.' });
};
