import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { LiveWebhooks } from 'tencent-live-webhooks';
import type { Board } from './board';
import { roomsApi } from './rooms-api';

interface Parts {
  readonly webhooks: LiveWebhooks;
  readonly board: Board;
  readonly logger: Logger;
  readonly isStopping: () => boolean;
}

export const createApp = ({ webhooks, board, logger, isStopping }: Parts): Express => {
  const app = express();
  app.disable('x-powered-by');

  // Before express.json(): it would round account ids beyond 2^53, and leave nothing of the bytes that hold them whole.
  app.use('/tencent-callback', webhooks);

  app.get('/healthz', (_request, response) => {
    if (isStopping()) response.status(503).json({ status: 'stopping' });
    else response.json({ status: 'ok' });
  });

  app.use(requestLog(logger));
  app.use('/api', express.json(), roomsApi(board));

  app.use((request, response) => {
    response.status(404).json({ error: `There is no ${request.method} ${request.path} here.` });
  });
  app.use(answerError);
  return app;
};

/** Without query strings and headers: a webhook sent to another path by mistake brings its Sign along. */
const requestLog = (logger: Logger) =>
  pinoHttp({
    logger,
    customLogLevel: (_request, response) => (response.err ? 'error' : 'info'),
    serializers: {
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?')[0] }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  });

const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  // What express.json() and the router throw at a bad request has a status, and a message fit for the client.
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
  if (error instanceof Error && status < 500 && !response.headersSent) {
    response.status(status).json({ error: `Bad request: ${error.message}` });
    return;
  }
  // For the log line of the request.
  response.err = error instanceof Error ? error : new Error(String(error));
  if (response.headersSent) next(error);
  else response.status(500).json({ error: 'Something went wrong here. It is in the log.' });
};
