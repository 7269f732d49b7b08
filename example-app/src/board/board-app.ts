import compression from 'compression';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { requirePassword } from './password';

interface Parts {
  readonly password: string | undefined;
  readonly api: Router;
  /** Further routers of the page, by their paths: the place for a module of your own. */
  readonly routers: Readonly<Record<string, Router>>;
  /** What Prometheus reads. */
  readonly metrics: RequestHandler;
  readonly logger: Logger;
}

const page = join(__dirname, '../../page');
/** The paths that the page shows something of its own for. */
const views = ['/', '/rooms/:roomId', '/deliveries', '/experiments', '/review'];

/** The page, what it asks for, and the metrics: everything that needs the password. */
export const createBoardApp = ({ password, api, routers, metrics, logger }: Parts): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.use(requestLog(logger), securityHeaders, requirePassword(password));
  app.get('/metrics', metrics);
  app.use(compression());
  app.use('/api', api);
  for (const [path, router] of Object.entries(routers)) app.use(path, router);
  app.get(views, (_request, response) => response.sendFile(join(page, 'index.html')));
  app.use(express.static(page));
  // The page's libraries, as their packages have them.
  app.use('/lit-html', express.static(folderOf('lit-html')));
  app.use('/signals-core', express.static(join(folderOf('@preact/signals-core'), 'dist')));
  app.use('/uplot', express.static(join(folderOf('uplot'), 'dist')));

  app.use((request, response) => {
    response.status(404).json({ error: `There is no ${request.method} ${request.path} here.` });
  });
  app.use(answerError);
  return app;
};

/** The folder of an installed package, wherever npm has put it. */
const folderOf = (name: string): string => {
  const paths = require.resolve.paths(name) ?? [];
  const entry = require.resolve(name, { paths });
  return entry.slice(0, entry.lastIndexOf(join('node_modules', name))) + join('node_modules', name);
};

/** Without query strings and headers: a webhook that is sent to another path by mistake brings its Sign along. */
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
  // Express itself has refused the request, such as a path with a malformed escape.
  if (isClientError(error) && !response.headersSent) {
    response.status(error.status).json({ error: 'The request is malformed.' });
    return;
  }
  // For the log line of the request.
  response.err = error instanceof Error ? error : new Error(String(error));
  if (response.headersSent) next(error);
  else response.status(500).json({ error: 'Something went wrong here. It is in the log.' });
};

const isClientError = (error: unknown): error is { readonly status: number } =>
  typeof error === 'object' && error !== null && 'status' in error && error.status === 400;
