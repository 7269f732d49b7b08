import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import type { Logger } from 'pino';
import { CannotStart } from './config';
import type { Database } from './database';

/** PostgreSQL, by a pool of connections and one more to listen with. */
export const postgresDatabase = async (connectionString: string, logger: Logger): Promise<Database> => {
  const settings = { connectionString, connectionTimeoutMillis: 5000 };
  const pool = new Pool(settings);
  // Of idle connections; the others reject the query they were in.
  pool.on('error', (err) => logger.error({ err }, 'PostgreSQL'));
  const closing = new AbortController();
  let listener: Client | undefined;

  await pool.query('select 1').catch((error: unknown) => {
    throw new CannotStart(`PostgreSQL does not answer (${reasonOf(error)}): see to it, or to DATABASE_URL.`);
  });

  /** Listens until the connection is lost. */
  const listenOnce = async (channel: string, onNotification: () => void, onListening: () => void): Promise<void> => {
    const client = new Client({ ...settings, keepAlive: true });
    client.on('error', (err) => logger.error({ err }, 'PostgreSQL, listening'));
    client.on('notification', onNotification);
    const ended = new Promise((resolve) => client.once('end', resolve));
    listener = client;
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
      onListening();
      await ended;
    } finally {
      await client.end();
    }
  };

  const keepListening = async (...given: Parameters<typeof listenOnce>): Promise<void> => {
    while (!closing.signal.aborted) {
      await listenOnce(...given).catch((err: unknown) => logger.error({ err }, 'PostgreSQL, listening'));
      if (!closing.signal.aborted) await sleep(500);
    }
  };

  return {
    query: async (sql, parameters) => (await pool.query(sql, [...parameters])).rows,
    run: async (sql) => void (await pool.query(sql)),
    listen: (channel, onNotification) =>
      new Promise((resolve) => {
        void keepListening(channel, onNotification, () => {
          resolve();
          // Something may have been told while nobody listened.
          onNotification();
        });
      }),
    close: async () => {
      closing.abort();
      await listener?.end();
      await pool.end();
    },
  };
};

/** Never the URL: it may hold a password. */
const reasonOf = (error: unknown): string => {
  // Where a name has several addresses, there is a failure for each.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
};
