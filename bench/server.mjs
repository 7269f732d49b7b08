import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeConnections, exchange, openConnections } from './client.mjs';
import { plainAck } from './reply.mjs';

/** Starts a server of servers/ in a process of its own, as in production. It ends with this process, or by `stop`. */
export const startServer = async (name, { env = {}, execArgv = [], execPath } = {}) => {
  const child = fork(new URL(`servers/${name}.mjs`, import.meta.url), {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    execArgv,
    ...(execPath && { execPath }),
  });
  const exited = once(child, 'exit');
  const ended = exited.then(([code, signal]) => {
    throw new Error(`The server ${name} has ended: ${code ?? signal}.`);
  });
  ended.catch(() => {});
  const message = async () => (await Promise.race([once(child, 'message'), ended]))[0];
  const ask = (question = 'spent') => {
    child.send(question);
    return message();
  };
  const { port } = await message();

  /**
   * Opens the connections of a client, over which `measure` sends so many requests. It returns the CPU time that the
   * server spent on each in µs, how many it took a second, and of how many in a hundred it has read the body apart from
   * the head, if it counts them. Opening and closing connections costs nothing of that.
   */
  const openClient = async ({ request, reply = plainAck, connections, pauseMs, apart, awake, isHandled = true }) => {
    const sockets = await openConnections(port, connections);
    // Once it has answered, the server has accepted them.
    await ask();
    return {
      measure: async (total) => {
        const before = await ask();
        const start = performance.now();
        await exchange({ request, reply, total, sockets, pauseMs, apart, awake });
        const seconds = (performance.now() - start) / 1000;
        const after = await ask();
        const handled = after.handled - before.handled;
        if (handled !== (isHandled ? total : 0)) throw new Error(`${name} handled ${handled} events of ${total}.`);
        const spent = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
        return { cpu: spent / total, perSecond: total / seconds, apart: ((after.apart - before.apart) / total) * 100 };
      },
      close: () => closeConnections(sockets),
    };
  };

  return {
    port,
    ask,
    openClient,
    /** What {@link openClient} measures over connections opened for that. */
    measure: async ({ total, ...requests }) => {
      const client = await openClient(requests);
      const measured = await client.measure(total);
      client.close();
      return measured;
    },
    /** Resolves once the process has ended. */
    stop: () => {
      child.disconnect();
      return exited;
    },
  };
};
