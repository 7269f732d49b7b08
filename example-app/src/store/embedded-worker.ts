// The thread of the embedded database. It answers the questions of `embedded.ts`, one after the other.
import { PGlite } from '@electric-sql/pglite';
import { parentPort, workerData } from 'node:worker_threads';

export interface Question {
  readonly id: number;
  readonly kind: 'query' | 'run' | 'listen' | 'close';
  /** The statement; for `listen`, the channel. */
  readonly sql: string;
  readonly parameters?: unknown[];
}

export type Answer =
  | { readonly id: number; readonly rows: readonly unknown[] }
  // PGlite's own errors hold the parameters, raw bodies among them, and would be logged with them.
  | { readonly id: number; readonly error: { readonly message: string; readonly code: unknown } }
  | { readonly channel: string };

const opening = PGlite.create(String(workerData));

const rowsFor = async ({ kind, sql, parameters = [] }: Question): Promise<readonly unknown[]> => {
  const database = await opening;
  switch (kind) {
    case 'query':
      return (await database.query(sql, parameters)).rows;
    case 'run':
      await database.exec(sql);
      return [];
    case 'listen':
      await database.listen(sql, () => send({ channel: sql }));
      return [];
    case 'close':
      await database.close();
      return [];
  }
};

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- Threads have no origin; windows do.
const send = (answer: Answer): void => parentPort?.postMessage(answer);

const answer = async (question: Question): Promise<void> => {
  try {
    send({ id: question.id, rows: await rowsFor(question) });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    send({ id: question.id, error: { message: error instanceof Error ? error.message : String(error), code } });
  }
  // Without a listener on its port, the thread ends.
  if (question.kind === 'close') parentPort?.close();
};

parentPort?.on('message', (question: Question) => void answer(question));
