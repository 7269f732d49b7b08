import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ReadBoard } from './board';

/** Milliseconds of rest after a push: about four a second, and where the board takes long to read, a fifth of the time. */
const restAfter = (readMs: number): number => Math.max(250, 4 * readMs);

/** While somebody watches: the chart moves on with time, and proxies drop a connection that is silent. */
const beatMs = 5000;

/** Server-sent events. Each is the whole board, so that whoever has missed some has missed nothing. */
export interface BoardStream {
  /** Answers a request with the board now, and whenever it has changed. */
  open(response: ServerResponse): void;
  /** The board has changed. */
  push(): void;
  close(): void;
}

export const boardStream = (readBoard: ReadBoard, logger: Logger): BoardStream => {
  const watchers = new Set<ServerResponse>();
  let isDue = false;
  let isPushing = false;
  let isClosed = false;

  const send = (text: string): void => {
    // Whoever is slow to receive skips some.
    for (const watcher of watchers) if (!watcher.writableNeedDrain) watcher.write(text);
  };

  /** Reads once for all, one read at a time, and not at all while nobody watches. */
  const push = async (): Promise<void> => {
    isDue = true;
    if (isPushing) return;
    isPushing = true;
    while (isDue && watchers.size > 0) {
      isDue = false;
      const startedAt = performance.now();
      try {
        send(message('board', await readBoard()));
      } catch (err) {
        logger.error({ err }, 'the board cannot be read');
        send(message('trouble', 'The database does not answer.'));
      }
      await sleep(restAfter(performance.now() - startedAt), undefined, { ref: false });
    }
    isPushing = false;
  };

  const beat = setInterval(() => {
    send(':\n\n');
    void push();
  }, beatMs).unref();

  return {
    open: (response) => {
      // The last one is for nginx, which would hold the messages back.
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
      response.flushHeaders();
      if (isClosed) {
        response.end();
        return;
      }
      watchers.add(response);
      response.once('close', () => watchers.delete(response));
      void push();
    },
    push: () => void push(),
    close: () => {
      isClosed = true;
      clearInterval(beat);
      for (const watcher of watchers) watcher.end();
      watchers.clear();
    },
  };
};

/** A line break ends a field, so each line is a field of its own. */
const message = (event: string, data: string): string =>
  [`event: ${event}`, ...data.split(/\r\n|[\r\n]/).map((line) => `data: ${line}`), '', ''].join('\n');
