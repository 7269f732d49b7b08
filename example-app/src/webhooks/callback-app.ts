import express, { type Express } from 'express';
import type { LiveWebhooks } from 'tencent-live-webhooks';

interface Parts {
  readonly webhooks: LiveWebhooks;
  /** Whether the database and Redis answer. */
  readonly readReadiness: () => Promise<{ readonly isReady: boolean }>;
  readonly isStopping: () => boolean;
}

/** The callback URL, and what a load balancer asks for: all that the Internet needs to reach. */
export const createCallbackApp = ({ webhooks, readReadiness, isStopping }: Parts): Express => {
  const app = express();
  app.disable('x-powered-by');

  // Before any body parser: it would round account ids beyond 2^53, and discard the bytes that hold them whole.
  app.use('/tencent-callback', webhooks);

  // Whether this process lives: who asks will restart it when it does not.
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });

  // Whether webhooks should be sent to this process.
  app.get('/readyz', async (_request, response) => {
    if (isStopping()) {
      response.status(503).json({ status: 'stopping' });
      return;
    }
    const { isReady, ...services } = await readReadiness();
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not ready', ...services });
  });

  return app;
};
