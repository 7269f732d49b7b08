import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CannotStart } from './config';

/** Resolves to the port, which is chosen by the system when 0 is asked for. Throws `CannotStart`. */
export const listen = async (server: Server, port: number): Promise<number> => {
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
