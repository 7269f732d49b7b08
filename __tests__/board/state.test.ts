import { setTimeout as sleep } from 'node:timers/promises';
import { sampleBody, signedRequest } from '../../lib/testing';
import { bothDatabases } from '../support/databases';
import { authorization, get, killAll, post, start, type OwnDatabase } from '../support/example-app';
import {
  loggedDelivery,
  readBoard,
  readDeliveries,
  readRoom,
  watchBoard,
  type Board,
  type Row,
} from '../support/watch-board';

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
    const find = ({ rooms }: Board, roomId = RoomId): Row | undefined => rooms.find((room) => room.roomId === roomId);
    const room = async (roomId?: string): Promise<Row | undefined> => find(await readBoard(app.url), roomId);
    const online = async (): Promise<readonly string[]> => (await readRoom(app.url, RoomId)).members.toSorted();

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
      return post(app.url, gift, sampleBody(gift, { RoomId, GiftWater: { ...GiftWater, Count: 2, Coins, Time } }));
    };

    beforeAll(async () => {
      database = await own();
      await restart();
    }, 60_000);
    afterAll(async () => {
      await killAll();
      await database?.drop();
    }, 30_000);
    beforeEach(() => {
      RoomId = `room ${(count += 1)}`;
    });

    it('a room with its name and host once it is opened, and the latest of names', async () => {
      await open(2, 'Evening piano');
      await open(1);
      // No event has come for minutes.
      expect(await room()).toMatchObject({
        name: 'Evening piano',
        owner: 'user3',
        state: 'quiet',
        online: 0,
        seats: null,
        openedAt: expect.stringContaining(new Date(began + 2000).toISOString().slice(0, 19)) as string,
      });
    });

    it('who is online, whatever the order of events, and each account digit for digit', async () => {
      await change(3, 'Online', '144115233775727695');
      await change(2, 'Offline', 'ann');
      await change(1, 'Online', 'ann', 'bob');
      expect(await room()).toMatchObject({ online: 2 });
      expect(await online()).toEqual(['144115233775727695', 'bob']);
    });

    it('the same after an event came twice', async () => {
      for (let times = 0; times < 2; times++) await change(1, 'Online', 'ann');
      await change(2, 'Offline', 'ann');
      await change(1, 'Online', 'ann');
      expect(await room()).toMatchObject({ online: 0 });
    });

    it('a member who left as offline, although an event dates from a year ahead', async () => {
      const { MemberList } = sampleBody(members);
      const next = { RoomId, MemberList: MemberList.slice(0, 1) };
      const year = 365 * 86_400_000;
      await post(app.url, members, sampleBody(members, { ...next, EventTime: Date.now() + year }));
      expect(await room()).toMatchObject({ online: 1 });
      await post(
        app.url,
        members,
        sampleBody(members, { ...next, EventType: 'Offline', EventTime: Date.now() + 1000 }),
      );
      expect(await room()).toMatchObject({ online: 0 });
    });

    it('an event from the year 9999 and later, which PostgreSQL could not store as it is', async () => {
      const { MemberList } = sampleBody(members);
      const body = sampleBody(members, { RoomId, MemberList, EventTime: 8_640_000_000_000_000 });
      expect(await post(app.url, members, body)).toEqual(okay);
      expect(await room()).toMatchObject({ online: 2 });
    });

    it('the latest seats of a room', async () => {
      await sit(2, 'ann', 'bob');
      await sit(1, 'cid');
      const barred = { isLocked: false, isAudioDisabled: false, isVideoDisabled: true };
      expect(await room()).toMatchObject({ seats: [2, 2] });
      expect((await readRoom(app.url, RoomId)).facts.seats).toEqual([
        { index: 0, account: 'ann', ...barred },
        { index: 1, account: 'bob', ...barred },
      ]);
    });

    it('gifts with their verdicts, stored before the reply; two equal gifts are two', async () => {
      // In the next minute, the coins of this one would count in part only.
      const leftMs = 60_000 - (Date.now() % 60_000);
      if (leftMs < 15_000) await sleep(leftMs + 500);
      expect(await give(1, 100)).toEqual(okay);
      expect(await give(1, 100)).toEqual(okay);
      const refusal = { ActionStatus: 'OK', ErrorInfo: 'A gift may cost up to 100 coins.', ErrorCode: 102101 };
      expect(await give(1, 101)).toEqual(refusal);
      // Two gifts of two at 100 coins to one receiver each.
      expect(await room()).toMatchObject({ giftsAllowed: 2, giftsDenied: 1, coins: 400 });
      expect((await room())?.coinsPerMinute).toBe(400);
    }, 30_000);

    it('a battle in both rooms until it is over, with its scores', async () => {
      const started = 'Live.CallbackAfterStartBattle';
      const sides = {
        FromRoomInfo: { RoomId, Owner_Account: 'ann' },
        ToRoomList: [{ RoomId: `${RoomId} b`, Owner_Account: 'bob' }],
      };
      const BattleId = RoomId;
      const EventTime = Date.now();
      await post(app.url, started, sampleBody(started, { ...sides, BattleId, Duration: 60_000, EventTime }));
      const until = EventTime + 60_000;
      expect(await room()).toMatchObject({ battle: { against: [`${RoomId} b`], until } });
      expect(await room(`${RoomId} b`)).toMatchObject({ battle: { against: [RoomId], until } });

      const over = 'Live.CallbackAfterEndBattle';
      const scored = {
        FromRoomInfo: { ...sides.FromRoomInfo, Score: 1 },
        ToRoomList: [{ RoomId: `${RoomId} b`, Owner_Account: 'bob', Score: 2 }],
      };
      await post(app.url, over, sampleBody(over, { ...scored, BattleId, EventTime: Date.now() }));
      const scores = [
        { roomId: RoomId, score: 1 },
        { roomId: `${RoomId} b`, score: 2 },
      ];
      expect(await room()).toMatchObject({ battle: { until: null, scores } });
    });

    it('nothing of a room before its end, also when the end is reported late', async () => {
      await change(1, 'Online', 'ann');
      await sit(1, 'ann');
      await give(1, 10);
      await change(9, 'Online', 'bob');
      await give(9, 20);
      await end(5);
      await change(4, 'Online', 'cid');
      await give(4, 10);
      expect(await room()).toMatchObject({ state: 'quiet', online: 1, seats: null, giftsAllowed: 1, coins: 40 });
      expect(await online()).toEqual(['bob']);
    });

    it('an ended room as ended, also when an older event arrives after its end, with its statistics', async () => {
      const Statistic = {
        TotalViewers: 7,
        TotalGiftsSent: 1,
        TotalGiftCoins: 2,
        TotalUniqueGiftSenders: 3,
        TotalLikesReceived: 4,
      };
      await open(1);
      await post(app.url, ended, sampleBody(ended, { RoomId, Statistic, EventTime: began + 5000 }));
      await change(4, 'Online', 'ann');
      await change(6, 'Offline', 'bob');
      expect(await room()).toMatchObject({ name: 'Sunday piano', state: 'ended', online: 0, seats: null });
      expect((await readRoom(app.url, RoomId)).facts.statistic).toEqual(Statistic);
    });

    it('a recording by its task, with the latest state', async () => {
      const recording = 'Live.CallbackAfterCloudRecordingChanged';
      const report = (EventType: 301 | 305, EventMsTs: number): Promise<unknown> => {
        const { EventInfo } = sampleBody(recording);
        const changed = { ...EventInfo, RoomId, EventMsTs, EventTs: Math.floor(EventMsTs / 1000), TaskId: 'task' };
        return post(
          app.url,
          recording,
          sampleBody(recording, { EventType, EventInfo: changed, CallbackTs: EventMsTs }),
        );
      };
      await open(0);
      await report(305, began + 2000);
      await report(301, began + 1000);
      expect((await readRoom(app.url, RoomId)).recordings).toMatchObject([{ taskId: 'task', type: 305 }]);
    });

    it('the events of a room in its timeline, the latest first, and its members by the minute', async () => {
      await change(2, 'Online', 'ann');
      await open(1);
      const { timeline, minutes } = await readRoom(app.url, RoomId);
      expect(timeline.map(({ summary }) => summary.text)).toEqual(['entered', 'room-opened']);
      const [, lastOnline] = minutes.at(-1) ?? [];
      expect(lastOnline).toBe(1);
      const events = minutes.reduce((sum, [, , inMinute]) => sum + inMinute, 0);
      expect(events).toBe(2);
    });

    it('text that PostgreSQL cannot hold, with a replacement for it', async () => {
      RoomId = `${RoomId} \0 \ud800`;
      expect(await open(1, 'zero \0')).toEqual(okay);
      expect(await room(RoomId.replaceAll(/[\0\ud800]/g, '\ufffd'))).toMatchObject({ name: 'zero \ufffd' });
    });

    it('a gift of an absurd price as stored, like any other', async () => {
      const { GiftWater } = sampleBody(gift);
      const absurd = { ...GiftWater, Coins: 1, Count: Number.MAX_SAFE_INTEGER };
      expect(await post(app.url, gift, sampleBody(gift, { RoomId, GiftWater: absurd }))).toEqual(okay);
      expect(await room()).toMatchObject({ giftsAllowed: 1 });
    });

    it('rooms that match a search, sorted, a page at a time', async () => {
      for (const [index, RoomName] of ['Pear', 'apple', 'Fig'].entries()) {
        RoomId = `fruit ${index}`;
        await open(1, `${RoomName} zzz`);
      }
      const { rooms, matching } = await readBoard(app.url, 'search=ZZZ&sort=name');
      expect(rooms.map(({ name }) => name)).toEqual(['apple zzz', 'Fig zzz', 'Pear zzz']);
      expect(matching).toBe(3);
      expect((await readBoard(app.url, 'search=zzz&page=2')).rooms).toEqual([]);
    });

    it('a delivery whole: its body with every digit, the exact reply, and a command to send it again', async () => {
      const { body } = signedRequest({ sdkAppId: 1, command: seats });
      const sent = body.replace('rid-123', RoomId);
      await post(app.url, seats, sent);
      const { id } = await loggedDelivery(app.url, ({ roomId }) => roomId === RoomId, `room=${RoomId}`);
      const [, detail] = await get(`${app.url}/api/deliveries/${id}`);
      expect(detail).toMatchObject({ outcome: 'handled', body: sent, reply: JSON.stringify(okay), reason: null });
      const [, commands] = await get(`${app.url}/api/deliveries/${id}/commands`);
      expect(commands).toMatchObject({
        curl: expect.stringMatching(/^curl -sS 'http[^]*144115233775727695/) as string,
        send: expect.stringMatching(/^npx tencent-live-webhooks send 'http[^]*144115233775727695/) as string,
      });
    });

    it('the deliveries whose command has a part in its name, in any case', async () => {
      await sit(1, 'ann');
      await change(2, 'Online', 'ann');
      await loggedDelivery(app.url, ({ command, roomId }) => roomId === RoomId && command === members);
      const found = async (part: string): Promise<readonly (string | null)[]> =>
        (await readDeliveries(app.url, `room=${RoomId}&command=${part}`)).map(({ command }) => command);
      expect(await found('seatINFO')).toEqual([seats]);
      expect(await found('Changed')).toEqual([members, seats]);
      expect(await found('%25')).toEqual([]);
    });

    it('what was refused, with its body and its reason, in the log and in the totals, and counts it', async () => {
      const before = (await readBoard(app.url)).counts['outcome refused bad-json'] ?? 0;
      await post(app.url, seats, '{ "cut');
      const { id } = await loggedDelivery(app.url, ({ failure }) => failure === 'bad-json', 'group=refused');
      const [, detail] = await get(`${app.url}/api/deliveries/${id}`);
      const reason = expect.stringMatching(/^The body is not JSON\./) as string;
      expect(detail).toMatchObject({ command: seats, body: '{ "cut', reason });
      expect((await readBoard(app.url)).counts['outcome refused bad-json']).toBe(before + 1);

      const metrics = await (await fetch(`${app.url}/metrics`, { headers: authorization })).text();
      expect(metrics).toMatch(
        /^webhook_deliveries_total\{command="Mic.CallbackAfterSeatInfoChanged",outcome="refused",failure="bad-json"\} 1$/m,
      );
      expect(metrics).toMatch(/^webhook_reply_seconds_count [1-9]/m);
    });

    it('trends with what happened in this minute', async () => {
      await open(1);
      const [status, trends] = await get(`${app.url}/api/trends?span=1h`);
      expect(status).toBe(200);
      const { minutes, events } = trends as { readonly minutes: readonly number[]; readonly events: readonly number[] };
      expect(minutes).toHaveLength(61);
      expect(events.reduce((sum, inMinute) => sum + inMinute, 0)).toBeGreaterThan(0);
    });

    it('in its trends who is online, also while no viewer is connected', async () => {
      await change(1, 'Online', ...Array.from({ length: 1000 }, (_, index) => `member ${index}`));
      const latest = async (): Promise<number> => {
        const [, trends] = await get(`${app.url}/api/trends?span=15m`);
        return (trends as { readonly online: readonly (number | null)[] }).online.at(-1) ?? 0;
      };
      const until = Date.now() + 40_000;
      while ((await latest()) < 1000 && Date.now() < until) await sleep(500);
      expect(await latest()).toBeGreaterThanOrEqual(1000);
    }, 60_000);

    it('changes only, after a snapshot', async () => {
      await open(1);
      await change(2, 'Online', 'ann');
      const watched = watchBoard(app.url, (board) => find(board)?.online === 2, `room=${RoomId}`);
      await change(3, 'Online', 'bob');
      expect((await watched).rooms).toHaveLength(1);
    });

    it('the same after a restart', async () => {
      await open(1);
      await change(2, 'Online', 'ann', 'bob');
      await sit(3, 'ann');
      await give(4, 10);
      const before = await readBoard(app.url);
      expect(await app.stop()).toBe(0);
      await restart();
      const after = await readBoard(app.url);
      expect({ ...find(after), coinsPerMinute: 0 }).toEqual({ ...find(before), coinsPerMinute: 0 });
      expect(after.counts['events']).toBe(before.counts['events']);
    }, 20_000);

    it('the same after the process was killed, whose lock is waited for', async () => {
      await change(1, 'Online', 'ann');
      await killAll();
      await restart();
      expect(await room()).toMatchObject({ online: 1 });
    }, 30_000);
  });
});
