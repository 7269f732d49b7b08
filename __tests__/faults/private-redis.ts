import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { eventually } from './eventually';

export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

/** Holds a child, and kills it when nobody holds the other end of stdin any more: also when the test dies. */
const guard = '"$@" & cat; kill -KILL $!; wait';

/** A Redis of the test's own, which keeps in `directory` what it has acknowledged. */
export const privateRedis = async (directory: string) => {
  const port = await freePort();
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  let server: ChildProcess | undefined;

  return {
    url: `redis://127.0.0.1:${port}`,
    start: async () => {
      server = spawn('sh', ['-c', guard, 'sh', 'redis-server', ...options, ...durable], {
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

const freePort = async (): Promise<number> => {
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
