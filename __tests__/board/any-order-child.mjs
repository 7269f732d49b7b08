// Keeps random events in any order, some of them twice, at once, and with tidying in between; then compares the board
// with a plain account of the same events in the order they happened. The embedded database does not run inside jest.
import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { sampleBody } from '../../dist/testing/index.js';

const built = (name) => import(new URL(`../../example-app/dist/${name}.js`, import.meta.url).href);
const { boardIn } = await built('board');
const { openDatabase, readSql } = await built('database');
const { journalIn } = await built('journal');
const { meaningOf } = await built('meanings');

const created = 'Live.CallbackAfterCreateRoom';
const ended = 'Live.CallbackAfterDestroyRoom';
const members = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';
const byText = (a, b) => (a < b ? -1 : Number(a > b));
const hourAgo = Date.now() - 3_600_000;

const bodyOf = ({ what, RoomId, accounts, EventTime }) => {
  const seat = { IsTakenDisabled: false, IsAudioDisabled: false, IsVideoDisabled: false };
  const taken = accounts.map((Member_Account, Index) => ({ Index, Member_Account, ...seat }));
  const MemberList = accounts.map((Member_Account) => ({ Member_Account }));
  const { RoomInfo } = sampleBody(created);
  return {
    open: () => [created, { RoomInfo: { ...RoomInfo, RoomId, RoomName: accounts.join() }, EventTime }],
    end: () => [ended, { RoomId, EventTime }],
    sit: () => [seats, { RoomId, SeatList: taken, EventTime }],
    Online: () => [members, { RoomId, EventType: what, MemberList, EventTime }],
    Offline: () => [members, { RoomId, EventType: what, MemberList, EventTime }],
  }[what]();
};

/** What happened, told in order. At the same moment the greater id is the later one, and a room's end comes last. */
const plainAccount = (events) => {
  const rooms = new Map();
  const inOrder = events.toSorted(
    (a, b) => a.EventTime - b.EventTime || (a.what === 'end') - (b.what === 'end') || byText(a.id, b.id),
  );
  for (const { what, RoomId, accounts } of inOrder) {
    const room = rooms.get(RoomId) ?? { isLive: false, name: null, online: new Set(), seats: [] };
    rooms.set(RoomId, room);
    if (what === 'open') room.name = accounts.join();
    if (what === 'sit') room.seats = accounts;
    if (what === 'Online') for (const account of accounts) room.online.add(account);
    if (what === 'Offline') for (const account of accounts) room.online.delete(account);
    if (what === 'end') Object.assign(room, { online: new Set(), seats: [] });
    if (what !== 'Offline') room.isLive = what !== 'end';
  }
  const live = [...rooms].filter(([, { isLive }]) => isLive).toSorted(([a], [b]) => byText(a, b));
  return live.map(([roomId, { name, online, seats: sitting }]) => ({
    roomId,
    name,
    members: [...online].toSorted(byText),
    sitting,
  }));
};

const event = fc.record({
  what: fc.constantFrom('open', 'end', 'sit', 'Online', 'Online', 'Offline'),
  RoomId: fc.constantFrom('a', 'b'),
  accounts: fc.subarray(['ann', 'bob', 'cid'], { minLength: 1 }),
  EventTime: fc.integer({ min: 0, max: 4 }).map((second) => hourAgo + second * 1000),
});
const happened = fc
  .array(event, { minLength: 1, maxLength: 14 })
  .map((events) => events.map((one, index) => ({ ...one, id: `event ${String(index).padStart(2, '0')}` })));
/** In another order, some of them twice, in two parts. */
const told = happened.chain((events) =>
  fc.tuple(
    fc.constant(events),
    fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
    fc.nat({ max: events.length * 2 }),
  ),
);

const { DATABASE_URL: databaseUrl, DATA_DIR: dataDirectory } = process.env;
const database = await openDatabase({ databaseUrl, dataDirectory }, console);
const journal = journalIn(database, console);
const readBoard = boardIn(database, false);

const sent = new Map();
const keep = async (one) => {
  const [command, fields] = bodyOf(one);
  const body = sampleBody(command, fields);
  const occurredAt = new Date(one.EventTime);
  const rawBody = Buffer.from(JSON.stringify(body));
  sent.set(one.id, rawBody);
  const { id: eventId, receivedAt = new Date() } = one;
  const delivery = { eventId, command, occurredAt, receivedAt, rawBody };
  await journal.keepEvent(delivery, meaningOf(command, body));
};

const property = fc.asyncProperty(told, async ([events, arriving, middle]) => {
  await database.run('truncate events, rooms, facts');
  await Promise.all(arriving.slice(0, middle).map(keep));
  await database.run(readSql('tidy'));
  await Promise.all(arriving.slice(middle).map(keep));

  const { rooms, totals } = JSON.parse(await readBoard());
  const shown = rooms.map(({ roomId, name, members: online, seats: list }) => ({
    roomId,
    name,
    members: online.toSorted(byText),
    sitting: list.map(({ account }) => account),
  }));
  deepEqual(
    shown.toSorted((a, b) => byText(a.roomId, b.roomId)),
    plainAccount(events),
  );
  deepEqual(totals.events, events.length);
});
await fc.assert(property, { numRuns: 60 });

const rows = await database.query('select event_id, raw_body from events', []);
for (const { event_id: id, raw_body: bytes } of rows) deepEqual(Buffer.from(bytes), sent.get(id));

// What is older than a week is forgotten.
const receivedAt = new Date(Date.now() - 8 * 86_400_000);
await keep({ what: 'open', RoomId: 'c', accounts: ['ann'], EventTime: receivedAt.getTime(), id: 'old', receivedAt });
await database.run(readSql('tidy'));
deepEqual(await database.query("select 1 from events where event_id = 'old'", []), []);
await database.close();
console.log('holds');
