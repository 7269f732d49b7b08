import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config';
import { embeddedDatabase } from './embedded';
import { postgresDatabase } from './postgres';

/** What the app needs of a database; the same SQL runs in both. */
export interface Database {
  /** One statement. */
  query<Row>(sql: string, parameters: readonly unknown[]): Promise<readonly Row[]>;
  /** One statement or several, all of them or none. */
  run(sql: string): Promise<void>;
  /** Calls back at each notification in the channel, and whenever some may have been missed. */
  listen(channel: string, onNotification: () => void): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL where `DATABASE_URL` is set, else the embedded one; with the tables made. Throws `CannotStart`. */
export const openDatabase = async (config: Config, logger: Logger): Promise<Database> => {
  const database =
    config.databaseUrl === undefined
      ? await embeddedDatabase(config.dataDirectory)
      : await postgresDatabase(config.databaseUrl, logger);
  await database.run(readSql('schema'));
  return database;
};

/** The text of a file in `sql/`. */
export const readSql = (name: string): string => readFileSync(join(__dirname, `../sql/${name}.sql`), 'utf8');
