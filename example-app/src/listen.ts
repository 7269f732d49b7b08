import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartupError } from './startup-error';

/** Resolves to the port, which the system chooses when `port` is 0. Throws `StartupError`, which names the setting. */
export const listen = async (server: Server, host: string, port: number, setting: string): Promise<number> => {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new StartupError(cannotListen(host, port, setting, error));
  }
  // A server that listens on a port, not on a pipe, has this kind of address.
  return (server.address() as AddressInfo).port;
};

/** For this machine's own programs, whatever the server listens on. */
export const urlOf = (host: string, port: number): string =>
  host.includes(':')
    ? `http://[${host === '::' ? '::1' : host}]:${port}`
    : `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;

const cannotListen = (host: string, port: number, setting: string, error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : error;
  if (code === 'EADDRINUSE') {
    return `Port ${port} is in use: stop the program that uses it, or choose another one with ${setting}.`;
  }
  return `Port ${port} of ${host} cannot be opened (${String(code)}): choose another one with ${setting}, or another address.`;
};
