import { text } from 'node:stream/consumers';
import type { Io } from './io';

/** Ends the process when the reader of a pipe has closed it, as `| head -1` does. */
const stopWhenUnread = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
};

/** Connects the command line to the streams of the process. Nothing else in this package writes to them. */
export const processIo = (): Io => {
  process.stdout.on('error', stopWhenUnread);
  process.stderr.on('error', stopWhenUnread);
  const eraseLine = '\r\x1b[K';
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    progress: (line) => {
      if (process.stderr.isTTY) process.stderr.write(eraseLine + line);
    },
    stdin: () => text(process.stdin),
    interrupted: () => {
      const abort = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
      return abort.signal;
    },
  };
};
