import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedRequest } from '../../lib/testing';

export const sdkAppId = 1400000001;

export const boardPassword = 'a password of the tests';

/** What the page's requests carry. */
export const authorization = { Authorization: `Basic ${Buffer.from(`anyone:${boardPassword}`).toString('base64')}` };

type Settings = Readonly<Record<string, string>>;

/** A database of a test's own, as the app's settings name it. */
export interface OwnDatabase {
  readonly settings: Settings;
  drop(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** Runs a process of the example app with these settings, none of the test runner's own, and not those in `without`. */
export const run = (
  settings: Settings = {},
  process_: 'main' | 'worker' | 'minimal' = 'main',
  without: readonly string[] = [],
) => {
  const entry = join(__dirname, `../../example-app/dist/${process_}.js`);
  if (!existsSync(entry)) throw new Error(`${entry} is missing: run \`npm run build\` first.`);
  const env = { PATH: process.env['PATH'], PORT: '0', DEMO: 'off', BOARD_PASSWORD: boardPassword, ...settings };
  const kept = Object.entries(env).filter(([name]) => !without.includes(name));
  // The embedded database is WebAssembly: optimising it would cost each of these short lives a second of two processors.
  const child = spawn(process.execPath, ['--liftoff-only', entry], { env: Object.fromEntries(kept) });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = once(child, 'close').then(([code]: unknown[]) => {
    running.delete(child);
    return { code, stdout, stderr };
  });

  return {
    child,
    ended,
    /** Everything printed so far. */
    output: () => stdout,
    /** The first capture of what the app prints, as soon as it has. */
    printed: async (pattern: RegExp): Promise<string> => {
      for (;;) {
        const match = pattern.exec(stdout);
        if (match) return match[1] ?? match[0];
        if (!running.has(child)) throw new Error(`The app ended before it printed ${String(pattern)}: ${stderr}`);
        await sleep(10);
      }
    },
    /** Lets it finish; resolves to its exit code. */
    stop: async (): Promise<unknown> => {
      child.kill('SIGTERM');
      return (await ended).code;
    },
  };
};

/** Runs the web process until it listens. */
export const start = async (settings: Settings = {}, without: readonly string[] = []) => {
  const app = run(settings, 'main', without);
  const url = await app.printed(/^The board: +(http:.*)\n/m);
  return { ...app, url, callbackUrl: await app.printed(/^Callback URL: +(http:.*)\n/m) };
};

/** Kills whatever still runs. */
export const killAll = async (): Promise<void> => {
  await Promise.all(
    [...running].map(async (child) => {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    }),
  );
};

/** Posts a webhook, by default with Tencent's sample as its body; resolves to the acknowledgement. */
export const post = async (url: string, command: string, body?: unknown): Promise<unknown> => {
  const webhook = signedRequest({ sdkAppId, command, body });
  return (await fetch(`${url}/tencent-callback${webhook.query}`, webhook)).json();
};

export const get = async (url: string): Promise<unknown[]> => {
  const response = await fetch(url, { headers: authorization });
  return [response.status, await response.json()];
};
