import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../faults/eventually';
import { embeddedDatabase } from '../support/embedded-database';
import { authorization, killAll, start, type OwnDatabase } from '../support/example-app';
import { describeWithPostgres, postgresDatabase } from '../support/postgres';
import { layCable, type Cable } from './cable';
import { createManager, refused, reviewing, sendMessage, textBody } from './clients';

type App = Awaited<ReturnType<typeof start>>;

const GroupId = 'room';
let texts = 0;
/** Sends a message with a text of its own, and returns the text where it was refused. */
const sendUnique = async (url: string): Promise<string | undefined> => {
  const text = `text ${(texts += 1)}`;
  const { ErrorCode } = await sendMessage(url, { GroupId, MsgBody: textBody(text) });
  return ErrorCode === 1 ? text : undefined;
};
const contentsOf = async (app: App): Promise<readonly string[]> =>
  (await createManager(app.url).listAll(GroupId)).map(({ Content }) => Content);
const sorted = (list: Iterable<string | undefined>): unknown[] =>
  [...list].toSorted((one = '', other = '') => (one < other ? -1 : 1));

describeWithPostgres('two processes on one PostgreSQL', () => {
  let database: OwnDatabase;
  let here: App;
  let there: App;

  beforeAll(async () => {
    database = await postgresDatabase();
    const settings = { ...database.settings, ...reviewing };
    // Both at once: both create the tables.
    [here, there] = await Promise.all([start(settings), start(settings)]);
  }, 30_000);
  afterAll(async () => {
    await killAll();
    await database?.drop();
  });

  it('follow the switch that was turned in the other one within a second', async () => {
    for (const [one, other] of [
      [here, there],
      [there, here],
    ] as const) {
      for (const isOn of [false, true]) {
        await createManager(one.url).setEnabled(isOn);
        expect((await sendMessage(one.url)).ErrorCode).toBe(isOn ? 1 : 0);
        await sleep(1000);
        expect(await createManager(other.url).isEnabled()).toBe(isOn);
        expect((await sendMessage(other.url)).ErrorCode).toBe(isOn ? 1 : 0);
      }
    }
  }, 20_000);

  it('list every message once, also one that was delivered to both, and delete it once', async () => {
    const deliveries = Array.from({ length: 100 }, (_, index) => {
      const message = { GroupId: 'shared', MsgId: `id ${index}`, MsgBody: textBody(`text ${index}`) };
      return [sendMessage(here.url, message), sendMessage(there.url, message)];
    }).flat();
    expect(new Set((await Promise.all(deliveries)).map(({ ErrorCode }) => ErrorCode))).toEqual(new Set([1]));

    const entries = await createManager(here.url).listAll('shared', 30);
    expect(entries).toEqual(await createManager(there.url).listAll('shared', 30));
    const expected = Array.from({ length: 100 }, (_, index) => `text ${index}`);
    expect(sorted(entries.map(({ Content }) => Content))).toEqual(sorted(expected));

    const ids = entries.map(({ ContentId }) => ContentId);
    const deleted = await Promise.all([
      createManager(here.url).remove(ids),
      createManager(there.url).remove(ids.toReversed()),
    ]);
    expect(deleted[0] + deleted[1]).toBe(100);
    expect(await createManager(here.url).list('shared')).toMatchObject({ TotalCount: 0, Data: [] });
  }, 30_000);

  it('list once every message that was refused before one of them was killed under load', async () => {
    const refusals: string[] = [];
    const over = new AbortController();
    const keepSending = async (app: App): Promise<void> => {
      while (!over.signal.aborted) {
        // A killed process gives no answer any more.
        const text = await sendUnique(app.url).catch(() => undefined);
        if (text === undefined && app.child.signalCode !== null) return;
        if (text !== undefined) refusals.push(text);
      }
    };
    const senders = [here, there].flatMap((app) => Array.from({ length: 8 }, () => keepSending(app)));
    await eventually('both take messages', 10, () => refusals.length > 200);
    here.child.kill('SIGKILL');
    await here.ended;
    const before = refusals.length;
    await eventually('the other one goes on', 10, () => refusals.length > before + 50);
    over.abort();
    await Promise.all(senders);

    const listed = await contentsOf(there);
    expect(new Set(listed).size).toBe(listed.length);
    expect(refusals.filter((text) => !listed.includes(text))).toEqual([]);
    expect((await createManager(there.url).list(GroupId)).TotalCount).toBe(listed.length);
  }, 60_000);
});

describe('the embedded database', () => {
  it('has every message once that was refused before the process was killed under load', async () => {
    const database = await embeddedDatabase();
    const settings = { ...database.settings, ...reviewing };
    const killed = await start(settings);
    const refusals: string[] = [];
    const keepSending = async (): Promise<void> => {
      while (killed.child.signalCode === null) {
        const text = await sendUnique(killed.url).catch(() => undefined);
        if (text !== undefined) refusals.push(text);
      }
    };
    const senders = Array.from({ length: 8 }, keepSending);
    await eventually('messages are refused', 20, () => refusals.length > 100);
    killed.child.kill('SIGKILL');
    await Promise.all([killed.ended, ...senders]);

    const again = await start(settings);
    const listed = await contentsOf(again);
    expect(new Set(listed).size).toBe(listed.length);
    expect(refusals.filter((text) => !listed.includes(text))).toEqual([]);
    expect(await again.stop()).toBe(0);
    await database.drop();
  }, 90_000);
});

describeWithPostgres.each(['cut', 'block'] as const)('while the connection to the database is %s', (fault) => {
  describe.each([
    ['allow', 0],
    ['deny', 1],
  ] as const)('and MODERATION_ON_FAILURE is %s', (onFailure, code) => {
    let database: OwnDatabase;
    let cable: Cable;
    let app: App;

    beforeAll(async () => {
      database = await postgresDatabase();
      cable = await layCable(database.settings['DATABASE_URL'] ?? '');
      app = await start({ ...reviewing, DATABASE_URL: cable.url, MODERATION_ON_FAILURE: onFailure });
    }, 30_000);
    afterAll(async () => {
      await killAll();
      await cable?.close();
      await database?.drop();
    });

    it('verdicts are in time, counted and logged, and in the end the list has what was refused and nothing else', async () => {
      const refusals = [await sendUnique(app.url), await sendUnique(app.url)];
      const arriving: Promise<string | undefined>[] = [];
      let slowest = 0;
      const send = async (): Promise<string | undefined> => {
        const sentAt = performance.now();
        const text = await sendUnique(app.url);
        slowest = Math.max(slowest, performance.now() - sentAt);
        return text;
      };

      // Some are on their way when it happens.
      for (let count = 0; count < 10; count++) arriving.push(send());
      cable[fault]();
      for (let count = 0; count < 20; count++) {
        arriving.push(send());
        await sleep(20);
      }
      const answers = await Promise.all(arriving);
      expect(slowest).toBeLessThan(1800);
      expect(new Set(answers.slice(10).map((text) => (text === undefined ? 0 : 1)))).toEqual(new Set([code]));
      refusals.push(...answers.filter((text) => text !== undefined));

      const counts = await (await fetch(`${app.url}/metrics`, { headers: authorization })).text();
      expect(
        Number(/^moderation_messages_total\{result="unstored"\} (\d+)$/m.exec(counts)?.[1]),
      ).toBeGreaterThanOrEqual(20);
      expect(app.output()).toContain('"msg":"a message could not be stored in time"');

      cable.restore();
      await eventually('the list is right', 15, async () => {
        const listed = await contentsOf(app).catch(() => []);
        return JSON.stringify(sorted(listed)) === JSON.stringify(sorted(refusals));
      });
      await eventually('nothing waits any more', 10, async () =>
        /^moderation_waiting 0$/m.test(await (await fetch(`${app.url}/metrics`, { headers: authorization })).text()),
      );
      expect(sorted(await contentsOf(app))).toEqual(sorted(refusals));
      expect(await sendMessage(app.url, { GroupId })).toEqual(refused);
    }, 60_000);
  });
});
