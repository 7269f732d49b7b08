import { setTimeout as sleep } from 'node:timers/promises';
import PgBoss from 'pg-boss';
import { Pool } from 'pg';
import { pgBossInbox, pgBossWorker } from '../../lib/inbox/pg-boss';
import { blackHole } from './black-hole';
import { eventually } from './eventually';
import { countUp, serve } from './in-process';
import { canRunPostgres, privatePostgres } from './private-postgres';
import { afterwards, leaveNothing } from './scene';
import { noteRow, printScenarios } from './scenarios';
import { eventOf, eventsFrom, steadily } from './traffic';

jest.setTimeout(120_000);
afterEach(leaveNothing);
afterAll(printScenarios);

const withPostgres = canRunPostgres ? describe : describe.skip;
if (!canRunPostgres) {
  console.warn(
    'There is no PostgreSQL to start, or this is not root. NOT TESTED: what pg-boss loses when PostgreSQL is killed, or ' +
      'the network to it fails.',
  );
}

const started = async () => {
  const server = await privatePostgres();
  afterwards(server.remove);
  afterwards(server.kill);
  await server.start();
  return server;
};

/** As the documents advise: a query that is not answered fails, and its connection is given up. */
const open = async (connectionString: string): Promise<PgBoss> => {
  const timeouts = { query_timeout: 1000, connectionTimeoutMillis: 1000 };
  const boss = new PgBoss({ connectionString, schedule: false, maintenanceIntervalSeconds: 1, ...timeouts });
  boss.on('error', () => {});
  await boss.start();
  afterwards(() => boss.stop({ graceful: false, wait: false }));
  return boss;
};

const startWorker = (boss: PgBoss) => {
  const handled: string[] = [];
  const worker = pgBossWorker(
    boss,
    {
      'Live.CallbackAfterMemberStateChanged': ({ MemberList }) =>
        void handled.push(String(MemberList[0]?.Member_Account)),
    },
    { pollMs: 100, concurrency: 8, onError: () => {} },
  );
  afterwards(() => worker.close());
  return handled;
};

const drained = async (url: string): Promise<void> => {
  const pool = new Pool({ connectionString: url, max: 1 });
  pool.on('error', () => {});
  await eventually('no job is left to be done', 60, async () => {
    const sql = "select 1 from pgboss.job where name = 'tencent-live' and state < 'completed' limit 1";
    const { rowCount } = await pool.query(sql).catch(() => ({ rowCount: 1 }));
    return rowCount === 0;
  });
  await pool.end();
};

withPostgres('pg-boss', () => {
  it('loses nothing when PostgreSQL is killed and started again, and the worker goes on', async () => {
    const server = await started();
    const boss = await open(server.url);
    const send = await serve(pgBossInbox(boss, { expireSeconds: 4 }));
    const handled = startWorker(await open(server.url));
    const posting = steadily(eventsFrom(0, 600), 150, send);
    await sleep(1500);
    await server.kill();
    await sleep(500);
    await server.start();
    const posted = await posting;
    await eventually('events are acknowledged again', 20, async () => {
      const again = await send(eventOf(10_000 + posted.length));
      posted.push(again);
      return again.type === 'acknowledged';
    });
    await drained(server.url);
    const counts = countUp(posted, handled);
    noteRow('pg-boss: PostgreSQL killed and started again', counts);
    expect(counts.lost).toBe(0);
    expect(Math.min(counts.acknowledged, counts.refused)).toBeGreaterThan(5);
    // No more than the worker had in hand, and those whose reply was lost.
    expect(counts.repeated).toBeLessThanOrEqual(8);
  });

  it('loses nothing when established connections are swallowed, and the worker goes on', async () => {
    const server = await started();
    const proxy = await blackHole(server.port);
    afterwards(proxy.close);
    const url = Object.assign(new URL(server.url), { port: String(proxy.port) }).href;
    const boss = await open(url);
    const send = await serve(pgBossInbox(boss, { expireSeconds: 4 }));
    const handled = startWorker(await open(url));
    const posting = steadily(eventsFrom(0, 600), 150, send);
    await sleep(1500);
    proxy.swallow();
    const posted = await posting;
    await drained(server.url);
    const counts = countUp(posted, handled);
    noteRow('pg-boss: established connections swallowed, query_timeout 1,000', counts);
    expect(counts.lost).toBe(0);
    expect(counts.refused).toBeLessThan(100);
    expect(posted.slice(-100).map(({ type }) => type)).toEqual(Array.from({ length: 100 }, () => 'acknowledged'));
  });
});
