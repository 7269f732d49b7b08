import PgBoss from 'pg-boss';
import { Pool } from 'pg';
import { postgresDatabase } from '../support/postgres';
import type { Watched } from './watched';

/** The test's own view of a database with one queue. */
export const watchPgBoss = async (prefix: string): Promise<Watched & { readonly url: string }> => {
  const database = await postgresDatabase();
  const { DATABASE_URL: url = '' } = database.settings;
  // Creates the tables before several processes try to.
  const boss = new PgBoss({ connectionString: url, schedule: false, supervise: false });
  boss.on('error', () => {});
  await boss.start();
  await boss.createQueue('tencent-live');
  await boss.stop({ graceful: false, wait: true });

  const pool = new Pool({ connectionString: url, max: 2 });
  pool.on('error', () => {});
  const count = async (condition: string): Promise<number> => {
    const sql = `select count(*)::int as jobs from pgboss.job where name = 'tencent-live' and ${condition}`;
    const { rows } = await pool.query<{ jobs: number }>(sql);
    return rows[0]?.jobs ?? 0;
  };

  return {
    url,
    pending: () => count("state < 'completed'"),
    failed: () => count("state = 'failed'"),
    cut: async (child, random) => {
      const { rows } = await pool.query<{ pid: number }>(
        'select pid from pg_stat_activity where application_name = $1',
        [`${prefix}:${child}`],
      );
      const cut = random.shuffle(rows).slice(0, Math.ceil(random.between(0, rows.length)));
      // With a time limit, PostgreSQL waits until the connection has ended: without, it may do work after it counts as cut.
      await Promise.all(cut.map(({ pid }) => pool.query('select pg_terminate_backend($1, 5000)', [pid])));
      return cut.length;
    },
    close: async () => {
      await pool.end();
      await database.drop();
    },
  };
};
