import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';

const longestWaitMs = 10_000;

/** The first SIGTERM or SIGINT lets the work in progress finish; a second one ends the process at once. */
export const stopOnSignal = (logger: Logger, finish: () => Promise<void>): void => {
  let isStopping = false;

  const stop = async (signal: string): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.info({ signal }, 'stopping');

    const tried = finish().then(
      () => true,
      (err: unknown) => logger.error({ err }, 'stopping'),
    );
    const isFinished = await Promise.race([tried, setTimeout(longestWaitMs, false, { ref: false })]);
    if (isFinished) logger.info('stopped');
    else logger.warn('stopped, although not everything was finished');
    process.exit(0);
  };

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
};

/** Accepts no more connections, and waits for the replies to requests that are open. */
export const closeServer = async (server: Server): Promise<void> => {
  const closed = once(server, 'close');
  server.close();
  // A keep-alive connection becomes idle after its last reply, not now.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearInterval(sweep);
};
