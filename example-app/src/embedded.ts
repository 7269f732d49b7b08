import { PGlite } from '@electric-sql/pglite';
import type { Database } from './database';
import { lockDirectory } from './lock';

/** PostgreSQL inside this process, with its data in a folder: nothing to install, and for one process only. */
export const embeddedDatabase = async (directory: string): Promise<Database> => {
  const unlock = lockDirectory(directory);
  const database = await PGlite.create(`${directory}/pglite`);

  return {
    query: async <Row>(sql: string, parameters: readonly unknown[]) =>
      (await database.query<Row>(sql, [...parameters])).rows,
    run: async (sql) => void (await database.exec(sql)),
    listen: async (channel, onNotification) => void (await database.listen(channel, onNotification)),
    close: async () => {
      await database.close();
      unlock();
    },
  };
};
