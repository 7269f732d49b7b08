import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import type { Logger } from 'pino';
import { StartupError } from '../startup-error';
import type { Database } from './database';

/** PostgreSQL, through a pool of connections, and one more connection that listens. */
export const postgresDatabase = async (connectionString: string, logger: Logger): Promise<Database> => {
  const settings = { connectionString, connectionTimeoutMillis: 5000 };
  // A connection that died silently would otherwise keep its query waiting for ever.
  const pool = new Pool({ ...settings, query_timeout: 30_000, keepAlive: true });
  // This is for idle connections; a busy one rejects its query.
  pool.on('error', (err) => logger.error({ err }, 'PostgreSQL'));
  const closing = new AbortController();
  let listener: Client | undefined;

  await pool.query('select 1').catch((error: unknown) => {
    throw new StartupError(`PostgreSQL does not answer (${reasonOf(error)}): check that it runs, and DATABASE_URL.`);
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
          // Notifications may have been missed meanwhile.
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

/** The URL is never part of it: it may hold a password. */
const reasonOf = (error: unknown): string => {
  // A name that has several addresses has an error for each.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
};
