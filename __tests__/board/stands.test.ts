import { sampleBody } from '../../lib/testing';
import { bothDatabases } from '../support/databases';
import { killAll, post, start, type OwnDatabase } from '../support/example-app';
import { readBoard, watchBoard, type Board } from '../support/watch-board';

const created = 'Live.CallbackAfterCreateRoom';
const ended = 'Live.CallbackAfterDestroyRoom';
const members = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';
const gift = 'Live.CallbackBeforeSendGift';
const okay = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };

describe.each(bothDatabases)('the board on $name', ({ describeHere, own }) => {
  describeHere('shows', () => {
    let database: OwnDatabase;
    let app: Awaited<ReturnType<typeof start>>;
    /** Some minutes ago: what happens later may still be in the past. */
    const began = Date.now() - 600_000;
    let count = 0;
    let RoomId: string;

    const restart = async (): Promise<void> => {
      app = await start({ ...database.settings, GIFT_LIMIT_COINS: '100' });
    };
    const find = ({ rooms }: Board, roomId = RoomId): Board['rooms'][number] | undefined =>
      rooms.find((room) => room.roomId === roomId);
    const room = async (roomId?: string): Promise<Board['rooms'][number] | undefined> =>
      find(await readBoard(app.url), roomId);

    const change = (second: number, EventType: 'Online' | 'Offline', ...accounts: string[]): Promise<unknown> => {
      const MemberList = accounts.map((Member_Account) => ({ Member_Account }));
      const EventTime = began + second * 1000;
      return post(app.url, members, sampleBody(members, { RoomId, EventType, MemberList, EventTime }));
    };
    const open = (second: number, RoomName = 'Sunday piano'): Promise<unknown> => {
      const { RoomInfo } = sampleBody(created);
      const EventTime = began + second * 1000;
      return post(app.url, created, sampleBody(created, { RoomInfo: { ...RoomInfo, RoomId, RoomName }, EventTime }));
    };
    const end = (second: number): Promise<unknown> =>
      post(app.url, ended, sampleBody(ended, { RoomId, EventTime: began + second * 1000 }));
    const sit = (second: number, ...accounts: string[]): Promise<unknown> => {
      const SeatList = accounts.map((Member_Account, Index) => ({
        Index,
        Member_Account,
        IsTakenDisabled: false,
        IsAudioDisabled: false,
        IsVideoDisabled: true,
      }));
      return post(app.url, seats, sampleBody(seats, { RoomId, SeatList, EventTime: began + second * 1000 }));
    };
    const give = (second: number, Coins: number): Promise<unknown> => {
      const { GiftWater } = sampleBody(gift);
      const Time = Math.floor(began / 1000) + second;
      return post(app.url, gift, sampleBody(gift, { RoomId, GiftWater: { ...GiftWater, Coins, Time } }));
    };

    beforeAll(async () => {
      database = await own();
      await restart();
    }, 60_000);
    afterAll(async () => {
      await killAll();
      await database?.drop();
    });
    beforeEach(() => {
      RoomId = `room ${(count += 1)}`;
    });

    it('a room with its name and host once it is opened, and the latest of names', async () => {
      await open(2, 'Evening piano');
      await open(1);
      const opened = { name: 'Evening piano', owner: 'user3', isLive: true, online: 0, seats: [] };
      // Nothing was heard of it for minutes.
      expect(await room()).toMatchObject({ ...opened, isQuiet: true });
    });

    it('who is on-line, whatever order it is told in, and each account digit for digit', async () => {
      await change(3, 'Online', '144115233775727695');
      await change(2, 'Offline', 'ann');
      await change(1, 'Online', 'ann', 'bob');
      expect(await room()).toMatchObject({ online: 2, members: ['144115233775727695', 'bob'] });
    });

    it('the same after an event came twice', async () => {
      for (let times = 0; times < 2; times++) await change(1, 'Online', 'ann');
      await change(2, 'Offline', 'ann');
      await change(1, 'Online', 'ann');
      expect(await room()).toMatchObject({ online: 0, members: [] });
    });

    it('the latest seats of a room', async () => {
      await sit(2, 'ann', 'bob');
      await sit(1, 'cid');
      const barred = { isLocked: false, isAudioBarred: false, isVideoBarred: true };
      expect(await room()).toMatchObject({
        seats: [
          { index: 0, account: 'ann', ...barred },
          { index: 1, account: 'bob', ...barred },
        ],
      });
    });

    it('how many gifts were allowed and denied; two equal gifts are two', async () => {
      expect(await give(1, 100)).toEqual(okay);
      expect(await give(1, 100)).toEqual(okay);
      const refusal = { ActionStatus: 'OK', ErrorInfo: 'A gift may cost up to 100 coins.', ErrorCode: 102101 };
      expect(await give(1, 101)).toEqual(refusal);
      const board = await watchBoard(app.url, (latest) => find(latest)?.gifts.denied === 1);
      expect(find(board)).toMatchObject({ gifts: { allowed: 2, denied: 1 } });
      expect(board.feed[0]).toMatchObject({ command: gift, outcome: 'denied' });
    });

    it('a battle in both rooms until it is over', async () => {
      const started = 'Live.CallbackAfterStartBattle';
      const sides = {
        FromRoomInfo: { RoomId, Owner_Account: 'ann' },
        ToRoomList: [{ RoomId: `${RoomId} b`, Owner_Account: 'bob' }],
      };
      const BattleId = RoomId;
      await post(
        app.url,
        started,
        sampleBody(started, { ...sides, BattleId, Duration: 60_000, EventTime: Date.now() }),
      );
      expect(await room()).toMatchObject({ battle: { against: [`${RoomId} b`] } });
      expect(await room(`${RoomId} b`)).toMatchObject({ battle: { against: [RoomId] } });

      const over = 'Live.CallbackAfterEndBattle';
      const scored = {
        FromRoomInfo: { ...sides.FromRoomInfo, Score: 1 },
        ToRoomList: [{ RoomId: `${RoomId} b`, Owner_Account: 'bob', Score: 2 }],
      };
      await post(app.url, over, sampleBody(over, { ...scored, BattleId, EventTime: Date.now() }));
      expect(await room()).toMatchObject({ battle: null });
    });

    it('nothing of a room before its end, also when the end is told late', async () => {
      await change(1, 'Online', 'ann');
      await sit(1, 'ann');
      await give(1, 10);
      await change(9, 'Online', 'bob');
      await end(5);
      await change(4, 'Online', 'cid');
      expect(await room()).toMatchObject({
        isLive: true,
        online: 1,
        members: ['bob'],
        seats: [],
        gifts: { allowed: 0 },
      });
    });

    it('no room that has ended some time ago, also when an older event comes after', async () => {
      await open(1);
      await end(5);
      await change(4, 'Online', 'ann');
      await change(6, 'Offline', 'bob');
      expect(await room()).toBeUndefined();
    });

    it('a room that has just ended as ended', async () => {
      await open(1);
      await post(app.url, ended, sampleBody(ended, { RoomId, EventTime: Date.now() }));
      expect(await room()).toMatchObject({ name: 'Sunday piano', isLive: false, online: 0, seats: [] });
    });

    it('a member who came half a minute ago on the chart', async () => {
      const { MemberList } = sampleBody(members);
      const come = (EventTime: number): Promise<unknown> =>
        post(app.url, members, sampleBody(members, { RoomId, MemberList: MemberList.slice(0, 1), EventTime }));
      await come(Date.now() - 30_000);
      const chart = (await room())?.chart ?? [];
      // 61 points, 3 seconds apart; the tick it came in may have changed meanwhile.
      expect(chart).toHaveLength(61);
      expect([chart[0], chart[48], chart[52], chart[60]]).toEqual([0, 0, 1, 1]);
    });

    it('text that PostgreSQL cannot hold, mended, and the raw body as it came', async () => {
      RoomId = `${RoomId} \0 \ud800`;
      expect(await open(1, 'zero \0')).toEqual(okay);
      expect(await room(RoomId.replaceAll(/[\0\ud800]/g, '\ufffd'))).toMatchObject({ name: 'zero \ufffd' });
    });

    it('what was refused, in the feed and in the totals, and counts it', async () => {
      const { refusals } = (await readBoard(app.url)).totals;
      await post(app.url, seats, '{ "cut');
      const board = await watchBoard(app.url, ({ totals }) => totals['refusals'] !== refusals);
      expect(board.totals['refusals']).toBe(Number(refusals) + 1);
      const said = expect.stringMatching(/^The body is not JSON\./) as string;
      expect(board.feed[0]).toMatchObject({ command: seats, outcome: 'bad-json', summary: said });

      const metrics = await (await fetch(`${app.url}/metrics`)).text();
      expect(metrics).toMatch(
        /^webhook_deliveries_total\{command="Mic.CallbackAfterSeatInfoChanged",outcome="refused",failure="bad-json"\} 1$/m,
      );
      expect(metrics).toMatch(/^webhook_reply_seconds_count [1-9]/m);
    });

    it('the same after a restart', async () => {
      await open(1);
      await change(2, 'Online', 'ann', 'bob');
      await sit(3, 'ann');
      await give(4, 10);
      const before = await watchBoard(app.url, (latest) => find(latest)?.gifts.allowed === 1);
      expect(await app.stop()).toBe(0);
      await restart();
      const after = await readBoard(app.url);
      expect(find(after)).toEqual(find(before));
      expect(after.totals['events']).toBe(before.totals['events']);
    }, 20_000);

    it('the same after the process was killed', async () => {
      await change(1, 'Online', 'ann');
      await killAll();
      await restart();
      expect(await room()).toMatchObject({ online: 1, members: ['ann'] });
    }, 20_000);
  });
});
