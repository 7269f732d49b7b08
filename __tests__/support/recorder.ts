import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, type CliRun } from './cli';

const folder = mkdtempSync(join(tmpdir(), 'record-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** A path where there is no file yet. */
export const newFile = (): string => join(folder, `${(files += 1)}.ndjson`);

export const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');

/** Runs the verb `record` in this process while `use` sends requests to its port, and returns what it printed. */
export const recording = async (
  app: string,
  file: string,
  use: (port: number) => Promise<unknown>,
  args: readonly string[] = [],
  onLine: (line: string) => void = () => {},
): Promise<CliRun> => {
  const user = new AbortController();
  let started: (port: number) => void;
  const port = new Promise<number>((resolve) => (started = resolve));
  const running = cli(['record', '--port', '0', '--forward', app, '--out', file, ...args], {
    interrupted: () => user.signal,
    err: (line) => {
      onLine(line);
      started(Number(/http:\/\/[^/]*:(\d+) for /.exec(line)?.[1]));
    },
  });
  try {
    await use(await Promise.race([port, running.then(({ err }) => Promise.reject(new Error(err)))]));
  } finally {
    user.abort();
    await running;
  }
  return running;
};
