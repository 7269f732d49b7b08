import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config';
import { embeddedDatabase } from './embedded';
import { postgresDatabase } from './postgres';

/** What the app needs of a database. The same SQL runs in both. */
export interface Database {
  /** Runs one statement. */
  query<Row>(sql: string, parameters: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs one statement or several, all of them or none. */
  run(sql: string): Promise<void>;
  /** Calls back at each notification in the channel, and whenever some may have been missed. */
  listen(channel: string, onNotification: () => void): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL where `DATABASE_URL` is set, otherwise the embedded one; with the tables made. Throws `StartupError`. */
export const openDatabase = async (config: Config, logger: Logger): Promise<Database> => {
  const database =
    config.databaseUrl === undefined
      ? await embeddedDatabase(config.dataDirectory, logger)
      : await postgresDatabase(config.databaseUrl, logger);
  await database.run(['schema', 'keep-events', 'keep-deliveries', 'read-board'].map(readSql).join('\n'));
  return database;
};

/** The text of a file in `sql/`. */
export const readSql = (name: string): string => readFileSync(join(__dirname, `../../sql/${name}.sql`), 'utf8');

/** Whether an error comes from the data of a statement, so that the same statement with other data may succeed. */
export const isDataError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23]/.test(error.code);
