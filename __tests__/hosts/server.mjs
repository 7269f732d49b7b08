/* Starts a file of servers/ in a process of its own, and keeps what it prints. */
import { spawn } from 'node:child_process';
import { EventEmitter, on, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const startTimeoutMs = 30_000;

export const startServer = async ({ runtime, file, env }) => {
  const child = spawn(runtime.command, [...runtime.parameters, 'serve.mjs', `servers/${file}.mjs`], {
    cwd: here,
    // Its standard input ends with this process, and the server with its standard input.
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test', DENO_NO_UPDATE_CHECK: '1', ...env },
  });
  const facts = [];
  const news = new EventEmitter();
  let errors = '';
  child.stderr.on('data', (bytes) => (errors = `${errors}${bytes}`.slice(-2000)));
  createInterface(child.stdout).on('line', (line) => {
    if (!line.startsWith('{')) return;
    facts.push(JSON.parse(line));
    news.emit('fact');
  });
  child.once('exit', () => news.emit('fact'));

  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  /** The first fact, of those from `start` on, that is as asked for; `undefined` when none comes in time. */
  const waitFor = async (isWanted, timeoutMs, start = 0) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const more = on(news, 'fact', { signal });
      for (;;) {
        const fact = facts.slice(start).find(isWanted);
        if (fact || hasEnded()) return fact;
        await more.next();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      return undefined;
    }
  };
  const stop = async () => {
    if (hasEnded()) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };

  const ready = await waitFor(({ port }) => port, startTimeoutMs);
  if (ready) return { port: ready.port, facts, waitFor, stop, crash: () => (hasEnded() ? errors : '') };
  await stop();
  throw new Error(`${file} did not start on ${runtime.name}: ${errors.trim() || 'it printed nothing'}`);
};
