import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A connection to a server that can be cut, and can be made to swallow everything, without harm to the server. */
export interface Cable {
  /** The server's URL, through the cable. */
  readonly url: string;
  /** Ends all connections, and refuses new ones. */
  cut(): void;
  /** Keeps all connections, and lets nothing through in either direction. */
  block(): void;
  restore(): void;
  close(): Promise<void>;
}

export const layCable = async (url: string): Promise<Cable> => {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let state: 'whole' | 'cut' | 'blocked' = 'whole';

  const join = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('data', (data) => to.write(data));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    if (state === 'blocked') from.pause();
  };
  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port || 5432), target.hostname);
    join(near, far);
    join(far, near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href,
    cut: () => {
      state = 'cut';
      for (const socket of sockets) socket.destroy();
    },
    block: () => {
      state = 'blocked';
      for (const socket of sockets) socket.pause();
    },
    restore: () => {
      state = 'whole';
      for (const socket of sockets) socket.resume();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
