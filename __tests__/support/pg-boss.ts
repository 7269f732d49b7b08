import PgBoss from 'pg-boss';
import { postgresDatabase } from './postgres';

/** A pg-boss that has been started on a database of its own. */
export const openPgBoss = async () => {
  const database = await postgresDatabase();
  const { DATABASE_URL: connectionString } = database.settings;
  if (connectionString === undefined) throw new Error('There is no database.');
  const boss = new PgBoss({ connectionString, schedule: false });
  boss.on('error', () => {});
  await boss.start();
  return {
    boss,
    connectionString,
    close: async () => {
      await boss.stop({ graceful: false, wait: true });
      await database.drop();
    },
  };
};
