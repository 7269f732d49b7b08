import { createServer } from 'node:http';
import express, { type Router } from 'express';
import { listen, urlOf } from '../listen';
import { closeServer } from '../shutdown';

/**
 * Serves the Manager's endpoints on a port of their own, which need not be reachable for Tencent and everybody else.
 * Throws `StartupError` where the port cannot be opened. Returns how to stop, which waits for open requests.
 */
export const serveApart = async (router: Router, host: string, port: number): Promise<() => Promise<void>> => {
  const app = express();
  app.disable('x-powered-by');
  app.use(router);
  const server = createServer(app);
  const openedPort = await listen(server, host, port, 'MODERATION_PORT');
  console.log(`Moderation:   ${urlOf(host, openedPort)}/moderation`);
  return () => closeServer(server);
};
