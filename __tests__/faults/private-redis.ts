import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { eventually } from './eventually';

export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

/** Holds a child, and kills it when the other end of stdin is closed, also by the death of the test. */
const guard = '"$@" & cat; kill -KILL $!; wait';

/** A master waits five seconds by default before it sends its data to the first replica, for others to join. */
const syncAtOnce = { 'repl-diskless-sync-delay': '0' };

/** Keeps what it has acknowledged, also when its machine dies. */
const durable = { appendonly: 'yes', appendfsync: 'always', save: '' };

/** A Redis of the test's own, with its files in `directory`. `config` comes first on its command line: Sentinel needs a file. */
export const privateRedis = async (
  directory: string,
  settings: Readonly<Record<string, string>> = durable,
  config: readonly string[] = [],
) => {
  const port = await freePort();
  const given = { port: String(port), bind: '127.0.0.1', dir: directory, ...syncAtOnce, ...settings };
  const options = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
  let server: ChildProcess | undefined;

  return {
    port,
    directory,
    url: `redis://127.0.0.1:${port}`,
    start: async () => {
      server = spawn('sh', ['-c', guard, 'sh', 'redis-server', ...config, ...options], {
        stdio: ['pipe', 'ignore', 'inherit'],
      });
      await eventually('redis-server answers', 10, () => answersPing(port));
    },
    /** SIGKILL; resolves when it is gone. */
    stop: async () => {
      if (!server) return;
      const gone = once(server, 'exit');
      server.stdin?.end();
      await gone;
      server = undefined;
    },
  };
};

export type PrivateRedis = Awaited<ReturnType<typeof privateRedis>>;

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
};

/** Not while it is loading what it had written. */
const answersPing = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const answer = (isReady: boolean): void => {
      socket.destroy();
      resolve(isReady);
    };
    socket.once('data', (bytes: Buffer) => answer(bytes.toString().startsWith('+PONG')));
    socket.once('error', () => answer(false));
  });
