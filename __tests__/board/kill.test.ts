import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleBody } from '../../lib/testing';
import { hasRedisServer, privateRedis } from '../faults/private-redis';
import { bothDatabases } from '../support/databases';
import { killAll, post, run, start, type OwnDatabase } from '../support/example-app';
import { describeWithPostgres, postgresDatabase } from '../support/postgres';
import { readBoard, readRoom, watchBoard, type Board } from '../support/watch-board';

const members = 'Live.CallbackAfterMemberStateChanged';
const gift = 'Live.CallbackBeforeSendGift';

/** What was acknowledged: the board must show all of it, and may show what was sent and not acknowledged. */
const createLedger = () => {
  const online = new Set<string>();
  let gifts = 0;
  let sent = 0;
  return {
    online,
    gifts: () => gifts,
    sent: () => sent,
    /** Sends a member's arrival and a gift; what is answered with OK is in the ledger. */
    send: async (url: string): Promise<void> => {
      sent += 1;
      const account = `member ${sent}`;
      const MemberList = [{ Member_Account: account }];
      const arrival = sampleBody(members, { RoomId: 'room', MemberList, EventTime: Date.now() });
      const given = sampleBody(gift, { RoomId: 'room' });
      const [came, gave] = await Promise.all([post(url, members, arrival), post(url, gift, given)]);
      if (isOkay(came)) online.add(account);
      if (isOkay(gave)) gifts += 1;
    },
  };
};

const isOkay = (reply: unknown): boolean => (reply as { readonly ErrorCode: number }).ErrorCode === 0;

/** Keeps eight requests in flight until `until` is aborted, or until the process is gone. */
const sendUntil = async (ledger: ReturnType<typeof createLedger>, url: string, until: AbortSignal): Promise<void> => {
  const sendOneByOne = async (): Promise<void> => {
    while (!until.aborted) {
      try {
        await ledger.send(url);
      } catch {
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, sendOneByOne));
};

describe.each(bothDatabases)('after kill -9 of the web process on $name', ({ describeHere, own }) => {
  describeHere('the board', () => {
    let database: OwnDatabase;
    beforeAll(async () => {
      database = await own();
    }, 60_000);
    afterAll(async () => {
      await killAll();
      await database?.drop();
    }, 30_000);

    it('shows every member who was acknowledged, and every gift', async () => {
      const ledger = createLedger();
      for (let round = 0; round < 2; round++) {
        const app = await start(database.settings);
        const stopping = new AbortController();
        const sending = sendUntil(ledger, app.url, stopping.signal);
        await watchBoard(app.url, ({ counts }) => (counts['events'] ?? 0) > 30 * (round + 1), 'room=room');
        await killAll();
        stopping.abort();
        await sending;
      }
      const app = await start(database.settings);
      expect(ledger.online.size).toBeGreaterThan(20);
      const [row] = (await readBoard(app.url, 'room=room')).rooms;
      const { members: shown } = await readRoom(app.url, 'room');
      // The page shows the latest fifty of them; the count is of all.
      expect(row?.online).toBeGreaterThanOrEqual(ledger.online.size);
      expect(row?.online).toBeLessThanOrEqual(ledger.sent());
      expect(shown.length).toBeLessThanOrEqual(50);
      expect(row?.giftsAllowed).toBeGreaterThanOrEqual(ledger.gifts());
      expect(row?.giftsAllowed).toBeLessThanOrEqual(ledger.sent());
    }, 120_000);
  });
});

(hasRedisServer ? describeWithPostgres : describe.skip)('after kill -9 of web process and worker, with a queue', () => {
  let database: OwnDatabase;
  let redis: Awaited<ReturnType<typeof privateRedis>>;
  let directory: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'board-redis-'));
    [database, redis] = await Promise.all([postgresDatabase(), privateRedis(directory)]);
    await redis.start();
  }, 60_000);
  afterAll(async () => {
    await killAll();
    await redis?.stop();
    await database?.drop();
    rmSync(directory, { recursive: true, force: true });
  }, 30_000);

  it('the board shows every member who was acknowledged', async () => {
    const settings = { ...database.settings, REDIS_URL: redis.url };
    const ledger = createLedger();
    const app = await start(settings);
    run(settings, 'worker');
    const stopping = new AbortController();
    const sending = sendUntil(ledger, app.url, stopping.signal);
    await watchBoard(app.url, ({ rooms: [row] }) => (row?.online ?? 0) > 20, 'room=room');
    await killAll();
    stopping.abort();
    await sending;

    const again = await start(settings);
    run(settings, 'worker');
    const hasAll = ({ rooms: [row] }: Board): boolean => (row?.online ?? 0) >= ledger.online.size;
    await watchBoard(again.url, hasAll, 'room=room');
    expect(ledger.online.size).toBeGreaterThan(20);
  }, 120_000);
});
