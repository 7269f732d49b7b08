import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Delivery } from 'tencent-live-webhooks';
import { readSql, type Database } from './database';
import type { Meaning } from './meaning';

export interface Refusal {
  readonly command: string | undefined;
  readonly failure: string;
  readonly reason: string;
  readonly errorCode: number;
  readonly rawBody: Buffer | undefined;
}

/** The write side: keeps whatever has arrived. */
export interface Journal {
  /** Keeps an event and what it means, or nothing of it. Twice is once, where the event has an id. */
  keepEvent(delivery: Delivery, meaning: Meaning, errorCode?: number): Promise<void>;
  keepRefusal(refusal: Refusal): Promise<void>;
}

const longestSummary = 300;

/** Milliseconds for which changes are gathered before the other processes are told of them. */
const gatherMs = 100;

export const journalIn = (database: Database, logger: Logger): Journal => {
  const keepEvent = readSql('keep-event');
  const keepRefusal = `
    insert into refusals (command, failure, reason, error_code, received_at, raw_body)
    values ($1, $2, $3, $4, now(), $5)`;

  let announcement: NodeJS.Timeout | undefined;
  /**
   * Not in the same transaction: PostgreSQL commits those that notify one after the other. Should this process die in
   * between, the others look again within five seconds.
   */
  const announce = (): void => {
    announcement ??= setTimeout(() => {
      announcement = undefined;
      database
        .query("select pg_notify('board_changed', '')", [])
        .catch((err: unknown) => logger.error({ err }, 'a change could not be announced'));
    }, gatherMs).unref();
  };

  return {
    keepEvent: async (
      { eventId, command, occurredAt, receivedAt, rawBody },
      { roomId, summary, said = [] },
      errorCode = 0,
    ) => {
      await database.query(keepEvent, [
        // Two equal gifts in one second are two gifts.
        eventId ?? randomUUID(),
        command,
        storable(roomId),
        storable(summary.slice(0, longestSummary)),
        errorCode,
        (occurredAt ?? receivedAt).toISOString(),
        receivedAt.toISOString(),
        rawBody,
        JSON.stringify(said, (_key, value: unknown) => storable(value)),
      ]);
      announce();
    },
    keepRefusal: async ({ command, failure, reason, errorCode, rawBody }) => {
      await database.query(keepRefusal, [storable(command), failure, storable(reason), errorCode, rawBody]);
      announce();
    },
  };
};

/** PostgreSQL's text holds neither NUL nor half of a surrogate pair, which JSON may hold; the raw body keeps them. */
const storable = (value: unknown): unknown =>
  typeof value === 'string' ? Buffer.from(value.replaceAll('\0', '\uFFFD')).toString() : value;
