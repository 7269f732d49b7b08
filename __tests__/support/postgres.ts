import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import type { OwnDatabase } from './example-app';

/** The PostgreSQL that the tests may use. Without one, what needs it is skipped, and `.ci/closing-line.js` says so. */
const databaseUrl = process.env['DATABASE_URL'] ?? '';

export const describeWithPostgres = databaseUrl === '' ? describe.skip : describe;

/** Runs one statement. */
export const runSql = async (sql: string, connectionString = databaseUrl): Promise<void> => {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};

export const postgresDatabase = async (): Promise<OwnDatabase> => {
  const name = `board_${randomBytes(8).toString('hex')}`;
  await runSql(`create database ${name}`);
  return {
    settings: { DATABASE_URL: Object.assign(new URL(databaseUrl), { pathname: name }).href },
    drop: () => runSql(`drop database ${name} with (force)`),
  };
};
