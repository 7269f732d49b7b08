import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { LiveWebhooks } from 'tencent-live-webhooks';

const longestWaitMs = 10_000;

/** The first SIGTERM or SIGINT lets what is under way finish; a second one ends everything at once. */
export const stopOnSignal = (server: Server, webhooks: LiveWebhooks, logger: Logger): void => {
  let isStopping = false;

  const stop = async (signal: string): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.info({ signal }, 'stopping');

    const finished = await Promise.race([finish(server, webhooks), setTimeout(longestWaitMs, false, { ref: false })]);
    if (finished) logger.info('stopped');
    else logger.warn(`stopped after ${longestWaitMs / 1000} s, although not everything was finished`);
    process.exit(0);
  };

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
};

const finish = async (server: Server, webhooks: LiveWebhooks): Promise<true> => {
  const closed = once(server, 'close');
  server.close();
  // A connection that is kept alive falls idle after its last reply, not now.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearInterval(sweep);
  // A late handler runs on after its reply.
  await webhooks.drain();
  return true;
};
