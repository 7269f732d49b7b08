import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from './app';
import { CannotStart, readConfig } from './config';
import { durableQueue } from './durable-queue';
import { handlersOf } from './handlers';
import { memoryBoard } from './memory-board';
import { sampleCurl } from './sample-curl';
import { stopOnSignal } from './shutdown';
import { createWebhooks } from './webhooks';

const main = async (): Promise<void> => {
  const config = readConfig(process.env);
  // Written at once, so that the last lines of a process are out, and in order, before it ends.
  const logger = pino({ level: config.logLevel }, pino.destination({ sync: true }));
  const board = memoryBoard();
  const handlers = handlersOf(board, config.giftLimitCoins);
  const queue = config.redisUrl === undefined ? undefined : durableQueue(config.redisUrl, handlers, logger);
  const webhooks = createWebhooks(config, handlers, logger, queue?.inbox);

  const server = createServer();
  server.on('request', createApp({ webhooks, board, logger, isStopping: () => !server.listening }));
  const port = await listen(server, config.port);
  stopOnSignal(server, logger, async () => {
    // A late handler runs on after its reply.
    await webhooks.drain();
    await queue?.close();
  });

  const callbackUrl = `http://localhost:${port}/tencent-callback`;
  console.log(`
Callback URL: ${callbackUrl}
${queue ? 'Events are queued in Redis before they are acknowledged.' : 'Events are handled before they are acknowledged; set REDIS_URL to queue them.'}
Try it with a sample of Tencent's${config.token === undefined ? '' : ' (signed, so valid for 60 seconds from now)'}:

${sampleCurl(callbackUrl, config)}
`);
};

const listen = async (server: Server, port: number): Promise<number> => {
  try {
    server.listen(port);
    await once(server, 'listening');
  } catch (error) {
    throw new CannotStart(cannotListen(port, error));
  }
  // A server that listens on a port, not on a pipe, has this kind of address.
  return (server.address() as AddressInfo).port;
};

const cannotListen = (port: number, error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : error;
  return code === 'EADDRINUSE'
    ? `Port ${port} is in use: stop what uses it, or choose another one with PORT.`
    : `Port ${port} cannot be opened (${String(code)}): choose another one with PORT.`;
};

main().catch((problem: unknown) => {
  console.error(problem instanceof CannotStart ? problem.message : problem);
  process.exitCode = 1;
});
