import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openClient } from './client.mjs';
import { replyJudge } from './reply.mjs';

/** Starts a server of servers/ in a process of its own, as in production. */
export const startServer = async ({ server, request, reply }) => {
  const child = fork(new URL(`servers/${server}.mjs`, import.meta.url), {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`The server ${server} ended by itself: ${code ?? signal}.`);
  });
  ended.catch(() => {});
  const judge = replyJudge(reply);
  const answer = async () => (await Promise.race([once(child, 'message'), ended]))[0];
  const ask = () => {
    child.send('spent');
    return answer();
  };
  const { port } = await answer();

  return {
    /** Sends so many requests. Returns the microseconds of CPU the server spent on each, and how many it took a second. */
    measure: async (total) => {
      const client = await openClient(port);
      const before = await ask();
      const start = performance.now();
      await client.send(request(), judge, total);
      const seconds = (performance.now() - start) / 1000;
      const after = await ask();
      client.close();
      const handled = after.handled - before.handled;
      if (handled !== total) throw new Error(`The server ${server} handled ${handled} events of ${total}.`);
      const spent = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
      return { cpu: spent / total, perSecond: total / seconds };
    },
    stop: () => child.kill('SIGKILL'),
  };
};
