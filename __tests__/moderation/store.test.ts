import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { Database } from '../../example-app/src/store/database';
import { createBacklog } from '../../example-app/src/moderation/backlog';
import { keepRetention } from '../../example-app/src/moderation/retention';
import { createStore, type Store } from '../../example-app/src/moderation/store';
import { postgresDatabase as openPostgres } from '../../example-app/src/store/postgres';
import { eventually } from '../faults/eventually';
import type { OwnDatabase } from '../support/example-app';
import { describeWithPostgres, postgresDatabase } from '../support/postgres';

const logger = pino({ level: 'silent' });
const messageOf = (contentId: string, receiver = 'room') => ({
  contentId,
  attempt: randomUUID(),
  receiver,
  account: 'ann',
  body: '{"MsgBody":[]}',
});

describeWithPostgres('the store', () => {
  let own: OwnDatabase;
  let database: Database;
  let store: Store;

  beforeAll(async () => {
    own = await postgresDatabase();
    database = await openPostgres(own.settings['DATABASE_URL'] ?? '', logger);
    store = await createStore(database);
  });
  afterAll(async () => {
    await database?.close();
    await own?.drop();
  });

  it('removes what an attempt that came too late has stored, and not what another delivery has', async () => {
    const [late, repeated] = [messageOf('one'), messageOf('one')];
    await store.hold(late);
    await store.hold(repeated);
    await store.revoke(late);
    expect(await store.count()).toBe(1);
    await store.revoke(repeated);
    expect(await store.count()).toBe(0);
  });

  it('counts what it has, whoever stores and deletes at the same time', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `id ${index}`);
    await Promise.all(ids.map((id) => store.hold(messageOf(id, 'counted'))));
    await Promise.all([
      ...ids.slice(0, 40).map((id) => store.remove([id, 'unknown'])),
      store.remove(ids.slice(20, 50)),
      store.remove(ids.slice(20, 50).toReversed()),
      ...ids.map((id) => store.hold(messageOf(`${id}, another`, 'counted'))),
    ]);
    const { total } = await store.readPage('counted', 1, 100);
    const [row] = await database.query<{ readonly rows: number }>(
      "select count(*)::int as rows from moderation_held where receiver = 'counted'",
      [],
    );
    expect([total, row?.rows]).toEqual([70, 70]);
  });

  it('finds each page of a room, whether the pages before it were read or not', async () => {
    for (let number = 1; number <= 25; number++) await store.hold(messageOf(`page ${number}`, 'pages'));
    const idsOf = async (pageNo: number) =>
      (await store.readPage('pages', pageNo, 10)).messages.map(({ contentId }) => contentId);
    const expected = [
      [25, 16],
      [15, 6],
      [5, 1],
    ].map(([from = 0, to = 0]) => Array.from({ length: from - to + 1 }, (_, index) => `page ${from - index}`));
    expect(await idsOf(3)).toEqual(expected[2]);
    expect(await idsOf(2)).toEqual(expected[1]);
    expect([await idsOf(1), await idsOf(2), await idsOf(3), await idsOf(4)]).toEqual([...expected, []]);
  });

  it('keeps messages for the set number of days, and no longer', async () => {
    for (const id of ['two days', 'one day', 'now']) await store.hold(messageOf(id, 'aged'));
    const age = (id: string, days: number) =>
      database.query('update moderation_held set held_at = now() - make_interval(hours => $2) where content_id = $1', [
        id,
        days,
      ]);
    await age('two days', 49);
    await age('one day', 47);
    // The oldest messages are the first ones.
    await database.query("delete from moderation_held where receiver <> 'aged'", []);

    const stop = keepRetention(store, 2, logger);
    await eventually('the old message is deleted', 5, async () => (await store.readPage('aged', 1, 9)).total === 2);
    await stop();
    const { messages } = await store.readPage('aged', 1, 9);
    expect(messages.map(({ contentId }) => contentId)).toEqual(['now', 'one day']);
  });
});

describe('what waits for the store', () => {
  it('is bounded, and what is given up is counted', async () => {
    let lost = 0;
    const backlog = createBacklog(logger, () => (lost += 1));
    const run = () => Promise.reject(new Error('The database is down.'));
    for (let index = 0; index < 70; index++) backlog.add({ contentId: `${index}`, bytes: 1024 * 1024, run });
    expect(backlog.size() + lost).toBe(70);
    // There is room for 64 MiB.
    expect(lost).toBe(6);
    await backlog.close();
    expect([backlog.size(), lost]).toEqual([0, 70]);
  }, 20_000);

  it('does not stand behind one change that can never be made', async () => {
    const backlog = createBacklog(logger, () => {});
    const done: number[] = [];
    backlog.add({ contentId: 'poison', bytes: 1, run: () => Promise.reject(new Error('It can never be stored.')) });
    for (const index of [1, 2, 3]) {
      backlog.add({ contentId: `${index}`, bytes: 1, run: async () => void done.push(index) });
    }
    await eventually('the others are done', 5, () => done.length === 3);
    expect(done).toEqual([1, 2, 3]);
    await backlog.close();
  }, 20_000);
});
