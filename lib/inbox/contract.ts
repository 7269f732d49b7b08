import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../delivery/delivery';
import type { Handlers } from '../handlers';
import type { Inbox, InboxRecord } from './inbox';
import { permanent } from './permanent';

/** An inbox and its workers, as {@link inboxContract} uses them. */
export interface InboxUnderTest {
  /** On a queue that holds nothing. */
  readonly inbox: Inbox;
  /** Starts a worker with these handlers. A failed attempt should be repeated within a second. */
  readonly startWorker: (handlers: Handlers) => Promise<StartedWorker> | StartedWorker;
  /** Ends what was opened. */
  readonly close: () => Promise<unknown>;
}

/** A worker that {@link InboxUnderTest} has started. */
export interface StartedWorker {
  /** Resolves once the worker has finished what it had begun, and takes no more. */
  readonly stop: () => Promise<unknown>;
}

/** `test` of Jest, Vitest or `node:test`. */
export type TestFunction = (title: string, run: () => Promise<void>) => unknown;

const command = 'Live.CallbackAfterMemberStateChanged';

const bodyOf = (roomId: string): string =>
  `{"CallbackCommand":"${command}","RoomId":"${roomId}","EventType":"Online","EventCause":"Enter",` +
  `"MemberList":[{"Member_Account":144115233775727695}],"EventTime":1703589922780}`;

const createRecord = (change: Partial<InboxRecord> = {}): InboxRecord => ({
  version: 1,
  recordId: randomUUID(),
  command,
  urlCommand: command,
  roomId: 'room',
  occurredAt: '2023-12-26T11:25:22.780Z',
  sdkAppId: 1400000001,
  query: 'ClientIP=127.0.0.1',
  receivedAt: '2023-12-26T11:25:23.000Z',
  rawBody: bodyOf('直播间 😀'),
  ...change,
});

/**
 * The conformance suite of an inbox: defines a test for each promise that an inbox and its workers have to keep. Run it
 * against an inbox of your own.
 *
 * @example
 * ```ts
 * import { inboxContract } from 'tencent-live-webhooks/inbox';
 *
 * inboxContract(test, async () => ({ inbox, startWorker, close }));
 * ```
 */
export const inboxContract = (test: TestFunction, makeInbox: () => Promise<InboxUnderTest>): void => {
  const check = (title: string, run: (made: InboxUnderTest) => Promise<void>): void => {
    test(title, async () => {
      const made = await makeInbox();
      try {
        await run(made);
      } finally {
        await made.close();
      }
    });
  };

  check('a worker gets every record as it was put, with attempt 1', async ({ inbox, startWorker }) => {
    const records = [
      createRecord({ eventId: 'of-the-event' }),
      createRecord({ rawBody: bodyOf('直'.repeat(300_000)) }),
    ];
    for (const record of records) await inbox.put(record);
    const seen = await collect(startWorker, records.length);
    for (const { recordId, eventId, rawBody, receivedAt, query } of records) {
      const delivery = seen.find((one) => one.recordId === recordId);
      assert.ok(delivery, 'A record was not handled.');
      assert.equal(delivery.attempt, 1);
      assert.equal(delivery.eventId, eventId);
      assert.equal(delivery.rawBody.toString(), rawBody);
      assert.equal(delivery.receivedAt.toISOString(), receivedAt);
      assert.equal(delivery.query.toString(), query);
    }
  });

  check('records that are put at the same time all arrive', async ({ inbox, startWorker }) => {
    const records = Array.from({ length: 100 }, () => createRecord());
    await Promise.all(records.map((record) => inbox.put(record)));
    const seen = await collect(startWorker, records.length);
    assert.deepEqual(idsOf(seen), records.map(({ recordId }) => recordId).toSorted());
  });

  check('a record that is put twice is accepted twice, and handled under one id', async ({ inbox, startWorker }) => {
    const record = createRecord({ eventId: 'the same', recordId: 'the-same' });
    await inbox.put(record);
    await inbox.put(record);
    const seen = await collect(startWorker, 1);
    assert.deepEqual(new Set(idsOf(seen)), new Set(['the-same']));
  });

  check('a failed attempt is repeated with the next number', async ({ inbox, startWorker }) => {
    const failing = createRecord();
    const others = Array.from({ length: 5 }, () => createRecord());
    for (const record of [failing, ...others]) await inbox.put(record);
    const seen = await collect(startWorker, others.length + 3, ({ recordId, attempt }) => {
      if (recordId === failing.recordId && attempt < 3) throw new Error(`attempt ${attempt} fails`);
    });
    const attempts = seen.filter(({ recordId }) => recordId === failing.recordId).map(({ attempt }) => attempt);
    assert.deepEqual(attempts, [1, 2, 3]);
    assert.equal(seen.length, others.length + 3);
  });

  check('an attempt that fails for good is not repeated', async ({ inbox, startWorker }) => {
    await inbox.put(createRecord());
    const seen = await collect(startWorker, 1, () => {
      throw permanent(new Error('never'));
    });
    assert.equal(seen.length, 1);
  });

  check('what a stopped worker had not begun is left to the next one', async ({ inbox, startWorker }) => {
    const before = createRecord();
    await inbox.put(before);
    await collect(startWorker, 1);
    const after = createRecord();
    await inbox.put(after);
    const seen = await collect(startWorker, 1);
    assert.deepEqual(idsOf(seen), [after.recordId]);
  });
};

/** How long to wait for what should arrive, and then for what should not, in milliseconds. */
const longestWaitMs = 20_000;
const graceMs = 1500;

/** The deliveries that a worker's handler gets: so many, and what else comes for a while after them. */
const collect = async (
  startWorker: InboxUnderTest['startWorker'],
  count: number,
  handle: (delivery: Delivery) => void = () => {},
): Promise<Delivery[]> => {
  const seen: Delivery[] = [];
  const worker = await startWorker({
    [command]: (_event, delivery) => {
      seen.push(delivery);
      handle(delivery);
    },
  });
  for (const end = Date.now() + longestWaitMs; seen.length < count && Date.now() < end;) await sleep(20);
  await sleep(graceMs);
  await worker.stop();
  assert.ok(seen.length >= count, `${seen.length} of ${count} attempts came within ${longestWaitMs} ms`);
  return seen;
};

const idsOf = (seen: readonly Delivery[]): string[] => seen.map(({ recordId }) => String(recordId)).toSorted();
