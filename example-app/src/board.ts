import { readSql, type Database } from './database';

/** The read side: the whole board as JSON. */
export type ReadBoard = () => Promise<string>;

/** A board that says of itself whether its traffic is made up. */
export const boardIn = (database: Database, isDemo: boolean): ReadBoard => {
  const sql = readSql('board');
  return async () => {
    const [row] = await database.query<{ readonly board: string }>(sql, [isDemo]);
    if (!row) throw new Error('The board is a query of exactly one row.');
    return row.board;
  };
};
