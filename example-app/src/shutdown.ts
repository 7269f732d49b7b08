import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';

const longestWaitMs = 10_000;

/** The first SIGTERM or SIGINT lets what is under way finish, `finishWork` last; a second one ends everything at once. */
export const stopOnSignal = (server: Server, logger: Logger, finishWork: () => Promise<void>): void => {
  let isStopping = false;

  const stop = async (signal: string): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.info({ signal }, 'stopping');

    const finished = await Promise.race([finish(server, finishWork), setTimeout(longestWaitMs, false, { ref: false })]);
    if (finished) logger.info('stopped');
    else logger.warn(`stopped after ${longestWaitMs / 1000} s, although not everything was finished`);
    process.exit(0);
  };

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
};

const finish = async (server: Server, finishWork: () => Promise<void>): Promise<true> => {
  const closed = once(server, 'close');
  server.close();
  // A connection that is kept alive falls idle after its last reply, not now.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearInterval(sweep);
  await finishWork();
  return true;
};
