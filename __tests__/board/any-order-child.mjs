// Stores random events in any order, some of them twice, at once, with ties and with times from the future, and with
// housekeeping in between; then compares the board with a plain account of the same events in the order they happened.
// The embedded database does not run inside jest.
import { deepEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { sampleBody } from '../../dist/testing/index.js';

const built = (name) => import(new URL(`../../example-app/dist/${name}.js`, import.meta.url).href);
const { createBoard } = await built('board/board');
const roomState = await built('board/room');
const { openDatabase, readSql } = await built('store/database');
const { createEventStore } = await built('store/event-store');
const { projectionOf } = await built('store/projections');

const created = 'Live.CallbackAfterCreateRoom';
const ended = 'Live.CallbackAfterDestroyRoom';
const members = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';
const gift = 'Live.CallbackBeforeSendGift';
const byText = (a, b) => (a < b ? -1 : Number(a > b));
const began = Date.now() - 600_000;
const far = 8_640_000_000_000_000;

const bodyOf = ({ what, RoomId, accounts, EventTime }) => {
  const seat = { IsTakenDisabled: false, IsAudioDisabled: false, IsVideoDisabled: false };
  const taken = accounts.map((Member_Account, Index) => ({ Index, Member_Account, ...seat }));
  const MemberList = accounts.map((Member_Account) => ({ Member_Account }));
  const { RoomInfo } = sampleBody(created);
  const { GiftWater } = sampleBody(gift);
  const To_Account = accounts;
  return {
    open: () => [created, { RoomInfo: { ...RoomInfo, RoomId, RoomName: accounts.join() }, EventTime }],
    end: () => [ended, { RoomId, EventTime }],
    sit: () => [seats, { RoomId, SeatList: taken, EventTime }],
    Online: () => [members, { RoomId, EventType: what, MemberList, EventTime }],
    Offline: () => [members, { RoomId, EventType: what, MemberList, EventTime }],
    give: () => [gift, { RoomId, GiftWater: { ...GiftWater, To_Account, Count: 2, Coins: 5 } }],
    refuse: () => [gift, { RoomId, GiftWater: { ...GiftWater, To_Account, Count: 2, Coins: 5 } }],
  }[what]();
};

/** When an event counts: never later than five seconds after its arrival. */
const timeOf = ({ EventTime, receivedAt }) => (EventTime > receivedAt + 5000 ? receivedAt : EventTime);

/**
 * What happened, in its order. Of two events at the same moment the later one is that which was received later, then
 * the one with the greater id, and a room's end comes last.
 */
const plainAccount = (events) => {
  const rooms = new Map();
  const inOrder = events.toSorted(
    (a, b) =>
      timeOf(a) - timeOf(b) ||
      (a.what === 'end') - (b.what === 'end') ||
      a.receivedAt - b.receivedAt ||
      byText(a.id, b.id),
  );
  for (const one of inOrder) {
    const { what, RoomId, accounts } = one;
    const empty = { online: new Set(), seats: [], allowed: 0, denied: 0, coins: 0, openedAt: null };
    const room = rooms.get(RoomId) ?? { isLive: false, name: null, ...empty };
    rooms.set(RoomId, room);
    if (what === 'open') Object.assign(room, { name: accounts.join(), openedAt: timeOf(one) });
    if (what === 'sit') room.seats = accounts;
    if (what === 'Online') for (const account of accounts) room.online.add(account);
    if (what === 'Offline') for (const account of accounts) room.online.delete(account);
    if (what === 'give') room.allowed += 1;
    if (what === 'give') room.coins += 10 * accounts.length;
    if (what === 'refuse') room.denied += 1;
    if (what === 'end') Object.assign(room, empty, { online: new Set(), hasEnded: true });
    if (what !== 'Offline') room.isLive = what !== 'end';
  }
  return [...rooms]
    .filter(([, { isLive, hasEnded }]) => isLive || hasEnded)
    .toSorted(([a], [b]) => byText(a, b))
    .map(([roomId, { isLive, name, online, seats: sitting, allowed, denied, coins, openedAt }]) => ({
      roomId,
      isLive,
      name,
      online: online.size,
      members: [...online].toSorted(byText),
      sitting,
      allowed,
      denied,
      coins,
      openedAt,
    }));
};

const event = fc.record({
  what: fc.constantFrom('open', 'end', 'sit', 'Online', 'Online', 'Offline', 'give', 'refuse'),
  RoomId: fc.constantFrom('a', 'b'),
  accounts: fc.subarray(['ann', 'bob', 'cid'], { minLength: 1 }),
  EventTime: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 2 }).map((second) => began + second * 1000) },
    { weight: 1, arbitrary: fc.constantFrom(far, began + 400 * 86_400_000) },
  ),
});
const happened = fc
  .array(event, { minLength: 1, maxLength: 16 })
  .map((events) => events.map((one, index) => ({ ...one, id: `event ${String(index).padStart(2, '0')}` })));
/** In another order, some of them twice, in two parts. Several arrive in the same millisecond. */
const deliveries = happened.chain((events) =>
  fc.tuple(
    fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
    fc.nat({ max: events.length * 2 }),
  ),
);

const { DATABASE_URL: databaseUrl, DATA_DIR: dataDirectory } = process.env;
const database = await openDatabase({ databaseUrl, dataDirectory }, console);
const store = createEventStore(database);

const sent = new Map();
const keep = async (one) => {
  const [command, fields] = bodyOf(one);
  const body = sampleBody(command, fields);
  const rawBody = Buffer.from(JSON.stringify({ ...body, id: one.id }));
  if (!sent.has(one.id)) sent.set(one.id, rawBody);
  const { id: eventId, EventTime, receivedAt } = one;
  const delivery = { eventId, command, occurredAt: new Date(EventTime), receivedAt: new Date(receivedAt), rawBody };
  await store.keep(delivery, projectionOf(command, body), one.what === 'refuse' ? 1 : 0);
};

const shownBy = async (board) => {
  board.markChanged();
  await board.refresh();
  const ids = board.rooms.find({ sort: 'name', state: 'all', search: '', room: undefined });
  const shown = ids.toSorted(byText).map(async (roomId) => {
    const {
      name,
      online,
      seats: list,
      giftsAllowed: allowed,
      giftsDenied: denied,
      coins,
      openedAt,
      endedAt,
    } = board.rooms.get(roomId);
    const [row] = await database.query(readSql('read-room'), [roomId, 50]);
    return {
      roomId,
      isLive: roomState.isLive(roomState.timesOf(board.rooms.get(roomId))),
      name,
      online,
      members: JSON.parse(row.room).members.toSorted(byText),
      sitting: (list ?? []).map(({ account }) => account),
      allowed,
      denied,
      coins,
      openedAt: openedAt !== null && !(Date.parse(endedAt) >= Date.parse(openedAt)) ? Date.parse(openedAt) : null,
    };
  });
  return Promise.all(shown);
};

const property = fc.asyncProperty(deliveries, async ([copies, middle]) => {
  const tables = ['events', 'rooms', 'members', 'room_facts', 'minutes', 'room_minutes', 'counts'];
  await database.run(tables.map((table) => `delete from ${table}`).join(';'));
  sent.clear();
  const arriving = copies.map((one, index) => ({ ...one, receivedAt: began + 5000 + Math.floor(index / 8) }));
  // Of an event that arrives twice, the first copy counts.
  const events = arriving.filter((one, index) => arriving.findIndex(({ id }) => id === one.id) === index);
  // One board follows the changes, another one reads the end result only.
  const following = createBoard(database, () => 0);

  await Promise.all(arriving.slice(0, middle).map(keep));
  await following.refresh();
  await database.query(readSql('housekeeping'), [1000]);
  await database.run(readSql('forget-rooms'));
  await Promise.all(arriving.slice(middle).map(keep));

  const expected = plainAccount(events);
  const late = createBoard(database, () => 0);
  deepEqual(await shownBy(late), expected);
  deepEqual(await shownBy(following), expected);
  deepEqual(late.counts.events, events.length);
  const gifts = events.filter(({ what }) => what === 'give');
  deepEqual(late.counts['gifts allowed'] ?? 0, gifts.length);
  deepEqual(late.counts['coins'] ?? 0, 10 * gifts.reduce((sum, { accounts }) => sum + accounts.length, 0));

  const rows = await database.query('select event_id, raw_body from events', []);
  for (const { event_id: id, raw_body: text } of rows) deepEqual(Buffer.from(text), sent.get(id));
});
// Two events at one moment that arrive at one moment: the greater id counts, whichever is stored first.
const tied = (first, second) => {
  const change = (what, id) => ({ what, RoomId: 'a', accounts: ['ann'], EventTime: began, id });
  const opening = { what: 'open', RoomId: 'a', accounts: ['ann'], EventTime: began, id: 'event 00' };
  return [[[opening, change(...first), change(...second)], 2]];
};
// A room that ends after a seat was taken in it, stored by itself: the seats are empty then.
const sitting = { what: 'sit', RoomId: 'a', accounts: ['ann'], EventTime: began, id: 'event 00' };
const ending = { what: 'end', RoomId: 'a', accounts: ['ann'], EventTime: began + 1000, id: 'event 01' };
const examples = [
  [[[sitting, ending], 1]],
  tied(['Online', 'event 02'], ['Offline', 'event 01']),
  tied(['Offline', 'event 01'], ['Online', 'event 02']),
];
await fc.assert(property, { numRuns: 100, examples });

// A board that knows nothing yet reads all rooms, however many share one version.
const many = Array.from({ length: 1300 }, (_, index) => ({
  what: 'Online',
  RoomId: `many ${index}`,
  accounts: ['ann'],
  EventTime: Date.now(),
  receivedAt: Date.now(),
  id: `many ${index}`,
}));
await Promise.all(many.map(keep));
const whole = createBoard(database, () => 0);
await whole.refresh();
const [counted] = await database.query(
  "select count(*)::int as rooms from rooms where live_at > coalesce(ended_at, live_at - interval '1 s')",
  [],
);
ok(counted.rooms >= 1300);
deepEqual(whole.rooms.totals().rooms, counted.rooms);

// Beyond the number of rows that are kept, the oldest events are deleted, a bounded number at a time.
const eventCount = async () => (await database.query('select count(*)::int as count from events', []))[0].count;
const before = await eventCount();
ok(before > 1000);
let rounds = 0;
for (;;) {
  const [{ deleted }] = await database.query(readSql('housekeeping'), [1000]);
  if (Number(deleted) === 0) break;
  ok(Number(deleted) <= 500 * 3);
  rounds += 1;
}
ok(rounds >= 1);
deepEqual(await eventCount(), 1000);

// What is older than a week is forgotten.
await database.run('delete from events');
const receivedAt = Date.now() - 8 * 86_400_000;
await keep({ what: 'open', RoomId: 'c', accounts: ['ann'], EventTime: receivedAt, id: 'old', receivedAt });
await database.query(readSql('housekeeping'), [1000]);
deepEqual(await database.query("select 1 from events where event_id = 'old'", []), []);
await database.close();
console.log('holds');
