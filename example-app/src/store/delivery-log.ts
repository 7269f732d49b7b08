import type { Logger } from 'pino';
import type { Database } from './database';
import type { Summary } from './projection';
import { storable } from './storable';

/** A delivery as the log keeps it. */
export interface LoggedDelivery {
  readonly receivedAt: Date;
  readonly outcome: string;
  readonly failure: string | undefined;
  readonly reason: string | undefined;
  readonly command: string | undefined;
  readonly roomId: string | undefined;
  readonly eventId: string | undefined;
  readonly summary: Summary | undefined;
  /** The exact body of the reply. */
  readonly reply: string;
  readonly durationMs: number;
  /** Absent where the event's own row has the same bytes. */
  readonly rawBody: Buffer | undefined;
}

/** The log of deliveries. It is written after the replies, in batches, and takes a bounded amount of memory. */
export interface DeliveryLog {
  /** Counts a delivery by its outcome and failure. Of those in `counts`, none is ever left out. */
  count(outcome: string, failure: string | undefined): void;
  /** Keeps a delivery. When the database falls behind, successful ones are left out first. */
  add(delivery: LoggedDelivery): void;
  /** Writes what is waiting. */
  close(): Promise<void>;
}

const flushMs = 200;
const retryMs = 1000;
const batchSize = 500;
const mostWaiting = { successes: 2000, failures: 5000, bytes: 32 * 1024 * 1024 };

/** `onWritten` is called after each batch. */
export const createDeliveryLog = (database: Database, logger: Logger, onWritten: () => void): DeliveryLog => {
  let waiting: LoggedDelivery[] = [];
  let waitingBytes = 0;
  let counts = new Map<string, number>();
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<boolean> | undefined;

  const countBy = (name: string, by = 1): void => void counts.set(name, (counts.get(name) ?? 0) + by);
  const hasWork = (): boolean => waiting.length > 0 || counts.size > 0;
  const schedule = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, ms).unref();
  };

  const write = async (): Promise<boolean> => {
    const rows = waiting.slice(0, batchSize);
    waiting = waiting.slice(batchSize);
    waitingBytes -= rows.reduce((sum, row) => sum + bytesOf(row), 0);
    const [counted, failed] = [counts, failures];
    counts = new Map();
    failures = 0;
    const named = [...counted].map(([name, value]) => ({ name, value }));
    const batch = { rows: rows.map(rowOf), counts: named, failures: failed };
    try {
      await database.query('select keep_deliveries($1::json)', [JSON.stringify(batch)]);
      onWritten();
      return true;
    } catch (err) {
      logger.error({ err }, 'the delivery log could not be written; it is tried again');
      for (const [name, value] of counted) countBy(name, value);
      failures += failed;
      waiting = [...rows, ...waiting];
      waitingBytes += rows.reduce((sum, row) => sum + bytesOf(row), 0);
      return false;
    }
  };

  const flush = async (): Promise<boolean> => {
    if (writing) return writing;
    writing = write();
    const isWritten = await writing;
    writing = undefined;
    if (hasWork()) schedule(isWritten ? flushMs : retryMs);
    return isWritten;
  };

  return {
    count: (outcome, failure) => {
      countBy(failure === undefined ? `outcome ${outcome}` : `outcome ${outcome} ${failure}`);
      if (failure !== undefined) failures += 1;
      schedule(flushMs);
    },
    add: (delivery) => {
      const most = delivery.failure === undefined ? mostWaiting.successes : mostWaiting.failures;
      if (waiting.length >= most || waitingBytes + bytesOf(delivery) > mostWaiting.bytes) {
        countBy('not logged');
        return;
      }
      waiting.push(delivery);
      waitingBytes += bytesOf(delivery);
      schedule(flushMs);
    },
    close: async () => {
      clearTimeout(timer);
      await writing;
      while (hasWork() && (await flush()));
      clearTimeout(timer);
    },
  };
};

const bytesOf = ({ rawBody }: LoggedDelivery): number => 500 + (rawBody?.length ?? 0);

const rowOf = ({ rawBody, receivedAt, summary, ...others }: LoggedDelivery): object => ({
  ...storable(others),
  // The reply is to be shown exactly; it never holds what PostgreSQL cannot.
  reply: others.reply,
  summary: storable(summary),
  receivedAt: receivedAt.toISOString(),
  durationMs: Math.round(others.durationMs * 100) / 100,
  rawBody: rawBody?.toString('base64'),
});
