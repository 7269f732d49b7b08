import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { sampleBody } from '../../lib/testing';
import { hasRedisServer, privateRedis } from '../faults/private-redis';
import { get, killAll, post, run, start, type OwnDatabase } from '../support/example-app';
import { describeWithPostgres, postgresDatabase, runSql } from '../support/postgres';
import { loggedDelivery, readBoard, watchBoard, type Board } from '../support/watch-board';

if (!hasRedisServer) console.warn('redis-server is not installed: the board with a worker is NOT tested.');

const members = 'Live.CallbackAfterMemberStateChanged';
const gift = 'Live.CallbackBeforeSendGift';
const okay = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };

let accounts = 0;
/** A member who goes online on request, in a room of their own. */
const newcomer = () => {
  const account = `member ${(accounts += 1)}`;
  const RoomId = `room of ${account}`;
  const MemberList = [{ Member_Account: account }];
  return {
    come: (url: string): Promise<unknown> =>
      post(url, members, sampleBody(members, { RoomId, MemberList, EventTime: Date.now() })),
    isShown: ({ rooms }: Board): boolean => rooms.some(({ roomId, online }) => roomId === RoomId && online === 1),
  };
};

const postgresUrl = (database: OwnDatabase): string => database.settings['DATABASE_URL'] ?? '';

describeWithPostgres('two processes on one PostgreSQL', () => {
  let database: OwnDatabase;
  let here: Awaited<ReturnType<typeof start>>;
  let there: Awaited<ReturnType<typeof start>>;

  beforeAll(async () => {
    database = await postgresDatabase();
    // At once: both make the tables.
    [here, there] = await Promise.all([start(database.settings), start(database.settings)]);
  }, 30_000);
  afterAll(async () => {
    await killAll();
    await database?.drop();
  }, 30_000);

  it('show what the other one received', async () => {
    const before = performance.now();
    for (let times = 0; times < 3; times++) {
      const { come, isShown } = newcomer();
      const shown = watchBoard(there.url, isShown);
      expect(await come(here.url)).toEqual(okay);
      await shown;
    }
    // Without a notification, each process reads again only every five seconds.
    expect(performance.now() - before).toBeLessThan(8000);
  }, 20_000);

  it('show each other what was refused', async () => {
    await post(here.url, members, 'no JSON');
    await loggedDelivery(there.url, ({ failure }) => failure === 'bad-json');
  });

  it('go on doing so after the connection that listens was cut', async () => {
    const shown = loggedDelivery(there.url, ({ failure }) => failure === 'bad-payload');
    await runSql(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'",
      postgresUrl(database),
    );
    await there.printed(/PostgreSQL, listening/);
    await post(here.url, members, '{"CallbackCommand":"Live.CallbackAfterMemberStateChanged"}');
    await shown;
  }, 20_000);

  it('answer in time while the database is stuck, say which verdicts were not stored by then, and store them later', async () => {
    const holder = new Client({ connectionString: postgresUrl(database) });
    await holder.connect();
    await holder.query('begin; lock table events');

    const before = performance.now();
    const { come, isShown } = newcomer();
    const [verdict, reply] = await Promise.all([
      post(here.url, gift, sampleBody(gift, { RoomId: 'gifts of the stuck database' })),
      come(here.url),
    ]);
    expect(performance.now() - before).toBeLessThan(1900);
    expect(verdict).toEqual(okay);
    expect(reply).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 504 });
    expect((await readBoard(here.url)).health.unconfirmed).toBe(1);

    await holder.end();
    const isStored = ({ rooms }: Board): boolean =>
      rooms.some(({ roomId, giftsAllowed }) => roomId === 'gifts of the stuck database' && giftsAllowed === 1);
    await watchBoard(there.url, (latest) => isShown(latest) && isStored(latest));
    await loggedDelivery(there.url, ({ command, failure }) => command === members && failure === 'handler-late');
  }, 30_000);

  it('are ready as long as the database answers', async () => {
    expect(await get(new URL('/readyz', here.callbackUrl).href)).toEqual([200, { status: 'ready', database: 'ok' }]);
  });
});

(hasRedisServer ? describeWithPostgres : describe.skip)('two processes and a worker on PostgreSQL and Redis', () => {
  let database: OwnDatabase;
  let redis: Awaited<ReturnType<typeof privateRedis>>;
  let here: Awaited<ReturnType<typeof start>>;
  let there: Awaited<ReturnType<typeof start>>;
  let settings: Readonly<Record<string, string>>;
  let directory: string;

  const startWorker = async () => {
    const worker = run(settings, 'worker');
    await worker.printed(/The worker is ready\./);
    return worker;
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'board-redis-'));
    [database, redis] = await Promise.all([postgresDatabase(), privateRedis(directory)]);
    await redis.start();
    settings = { ...database.settings, REDIS_URL: redis.url };
    [here, there] = await Promise.all([start(settings), start(settings)]);
  }, 30_000);
  afterAll(async () => {
    await killAll();
    await redis?.stop();
    await database?.drop();
    rmSync(directory, { recursive: true, force: true });
  }, 30_000);

  it('queue an event before they acknowledge it, and show it once the worker has it', async () => {
    const { come, isShown } = newcomer();
    expect(await come(here.url)).toEqual(okay);
    await here.printed(/"outcome":"queued"/);
    expect(isShown(await readBoard(there.url))).toBe(false);

    const worker = await startWorker();
    await Promise.all([watchBoard(here.url, isShown), watchBoard(there.url, isShown)]);
    expect(await worker.stop()).toBe(0);
  }, 20_000);

  it('lose nothing that was acknowledged while one worker gives way to another', async () => {
    const worker = await startWorker();
    const before = (await readBoard(here.url)).counts['events'] ?? 0;
    const coming = Promise.all(Array.from({ length: 100 }, () => newcomer().come(here.url)));
    expect(await worker.stop()).toBe(0);
    expect(await coming).toEqual(Array.from({ length: 100 }, () => okay));

    const next = await startWorker();
    await watchBoard(there.url, ({ counts }) => counts['events'] === before + 100);
    expect(await next.stop()).toBe(0);
  }, 20_000);

  it('answer gifts without the worker, and both show it', async () => {
    expect(await post(here.url, gift, sampleBody(gift, { RoomId: 'gifts' }))).toEqual(okay);
    const isShown = ({ rooms }: Board): boolean =>
      rooms.some(({ roomId, giftsAllowed }) => roomId === 'gifts' && giftsAllowed === 1);
    await Promise.all([here, there].map(({ url }) => watchBoard(url, isShown, 'state=all&search=gifts')));
  }, 20_000);

  it('answer within the deadline that an event could not be queued while Redis is away, and keep it', async () => {
    await redis.stop();
    expect(await newcomer().come(here.url)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 503 });
    await loggedDelivery(there.url, ({ failure }) => failure === 'inbox-unavailable');
  }, 20_000);

  it('say that they are not ready while Redis is away, and that they live', async () => {
    let answer = await get(new URL('/readyz', here.callbackUrl).href);
    // It is asked again after a second.
    while (answer[0] === 200) answer = await get(new URL('/readyz', here.callbackUrl).href);
    expect(answer).toEqual([503, { status: 'not ready', database: 'ok', redis: 'away' }]);
    expect(await get(new URL('/healthz', here.callbackUrl).href)).toEqual([200, { status: 'ok' }]);
  }, 20_000);

  it('stop at a signal', async () => {
    expect(await Promise.all([here.stop(), there.stop()])).toEqual([0, 0]);
  }, 20_000);
});
