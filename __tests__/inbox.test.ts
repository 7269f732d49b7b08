import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import * as t from 'io-ts';
import {
  after,
  allow,
  type Delivery,
  type Handlers,
  type Inbox,
  type InboxRecord,
  type LiveWebhooksOptions,
} from '../lib';
import { bullmqInbox, bullmqProcessor, type BullmqJob } from '../lib/inbox/bullmq';
import { sampleBody } from '../lib/testing';
import { until } from './support/raw-client';
import { plainAck, post, receiver } from './support/receiver';
import { describeWithRedis, redisUrl } from './support/redis';

const member = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';
const gift = 'Live.CallbackBeforeSendGift';

/** An inbox that keeps its records, as JSON, in an array. */
const keeping = () => {
  const records: InboxRecord[] = [];
  const inbox: Inbox = { put: async (record) => records.push(JSON.parse(JSON.stringify(record)) as InboxRecord) };
  return { inbox, records };
};

const jobOf = (data: InboxRecord, attemptsMade = 0): BullmqJob => ({ data, attemptsMade });

describe('with an inbox', () => {
  it('replies once the event is queued, and runs no handler here', async () => {
    const { inbox, records } = keeping();
    const handler = jest.fn();
    const { webhooks, outcomes } = receiver({ inbox, handlers: { [seats]: handler } });

    expect((await post(webhooks, { command: seats })).text).toBe(plainAck);
    expect(outcomes).toMatchObject([{ type: 'queued', command: seats }]);
    expect(handler).not.toHaveBeenCalled();
    expect(records).toMatchObject([{ command: seats, rawBody: expect.stringContaining('144115233775727695,') }]);
  });

  it('queues after-events for which only the workers have a handler', async () => {
    const { inbox, records } = keeping();
    const { webhooks } = receiver({ inbox });
    await post(webhooks, { command: member });
    expect(records.map(({ command }) => command)).toEqual([member]);
  });

  it('answers before-commands by their handler', async () => {
    const { inbox, records } = keeping();
    const { webhooks, outcomes } = receiver({ inbox, handlers: { [gift]: () => allow() } });
    await post(webhooks, { command: gift });
    expect(outcomes).toMatchObject([{ type: 'handled' }]);
    expect(records).toEqual([]);
  });

  it('queues nothing that does not decode, and nothing unknown', async () => {
    const { inbox, records } = keeping();
    const { webhooks, outcomes } = receiver({ inbox });
    await post(webhooks, { command: member, body: { CallbackCommand: member } });
    await post(webhooks, { command: 'any', body: { CallbackCommand: 'C2C.X' } });
    expect(outcomes.map(({ type }) => type)).toEqual(['refused', 'unknown']);
    expect(records).toEqual([]);
  });

  it.each<[string, Inbox['put'], unknown]>([
    ['rejects', () => Promise.reject(new TypeError('down')), expect.any(TypeError)],
    ['never answers', () => new Promise(() => {}), undefined],
  ])('fails in time, with the raw body to keep, when the queue %s', async (_what, put, cause) => {
    const { webhooks, outcomes } = receiver({ inbox: { put }, deadlineMs: 60 });
    const { body } = await post(webhooks, { command: member });
    expect(body).toEqual({ ActionStatus: 'FAIL', ErrorInfo: expect.any(String), ErrorCode: 503 });
    expect(outcomes).toMatchObject([
      { type: 'failed', failure: { type: 'inbox-unavailable', cause }, rawBody: expect.any(Buffer) },
    ]);
  });

  it('reports a queue that took the event late after all', async () => {
    const { webhooks, outcomes } = receiver({ inbox: { put: () => sleep(60) }, deadlineMs: 20 });
    await post(webhooks, { command: member });
    await webhooks.drain();
    expect(outcomes).toMatchObject([{ failure: { type: 'inbox-unavailable' } }, { type: 'late' }]);
    expect(outcomes[1]?.failure).toBeUndefined();
  });

  it.each([7, {}, { put: 7 }])('cannot be built on %p', (inbox) => {
    expect(() => receiver({ inbox } as unknown as Partial<LiveWebhooksOptions>)).toThrow(
      /^inbox must have a method put/,
    );
  });
});

describe('a worker', () => {
  it('gives the handler the same event and delivery as the web process would, and the attempt', async () => {
    const seen: [unknown, Delivery][] = [];
    const handlers: Handlers = { [seats]: (event, delivery) => void seen.push([event, delivery]) };
    const { inbox, records } = keeping();
    const now = () => 1670574415000;
    for (const option of [{ handlers }, { inbox }]) {
      await post(receiver({ now, ...option }).webhooks, { command: seats });
    }
    await bullmqProcessor(handlers)(jobOf(records[0]!, 2));

    const [[direct, delivery], [queued, redelivery]] = seen as [[unknown, Delivery], [unknown, Delivery]];
    expect(queued).toEqual(direct);
    const { signal: _, attempt, ...rest } = delivery;
    const { signal, attempt: third, ...same } = redelivery;
    expect(same).toEqual(rest);
    expect([attempt, third]).toEqual([1, 3]);
    expect(signal.aborted).toBe(false);
  });

  it('hands on the signal that BullMQ gives', async () => {
    let seen: AbortSignal | undefined;
    const { inbox, records } = keeping();
    await post(receiver({ inbox }).webhooks, { command: member });
    const { signal } = new AbortController();
    await bullmqProcessor({ [member]: (_event, delivery) => void (seen = delivery.signal) })(
      jobOf(records[0]!),
      't',
      signal,
    );
    expect(seen).toBe(signal);
  });

  it('fails as its handler fails, and as its codec does', async () => {
    const { inbox, records } = keeping();
    await post(receiver({ inbox }).webhooks, { command: member });
    const failing = bullmqProcessor({ [member]: () => Promise.reject(new Error('no')) });
    await expect(failing(jobOf(records[0]!))).rejects.toThrow('no');

    const commands = { [member]: after(t.type({ Other: t.string }), { replacesBuiltIn: true }) };
    const decoding = bullmqProcessor({ [member]: () => {} }, { commands });
    await expect(decoding(jobOf(records[0]!))).rejects.toThrow(
      /does not decode here\. In the body, Other should be string/,
    );
  });

  it('is done at once with what it has no handler for', async () => {
    const { inbox, records } = keeping();
    await post(receiver({ inbox }).webhooks, { command: member });
    await bullmqProcessor({})(jobOf(records[0]!));
    await bullmqProcessor({})(jobOf({ ...records[0]!, command: 'Room.X' }));
  });

  it('refuses handlers for no command', () => {
    const wrong = { 'Live.Nope': () => {} } as Handlers;
    expect(() => bullmqProcessor(wrong)).toThrow(/no command 'Live\.Nope'/);
  });
});

describe('the BullMQ inbox', () => {
  it('gives each event that nothing identifies an id of its own, lest a repeated command make two jobs of it', async () => {
    const ids: unknown[] = [];
    const add = async (_name: string, _data: InboxRecord, options: object) =>
      ids.push('jobId' in options && options.jobId);
    const { webhooks } = receiver({ inbox: bullmqInbox({ add }) });
    const { EventTime: _, ...body } = sampleBody('Live.CallbackAfterCreateRoom');
    for (let times = 0; times < 2; times++) await post(webhooks, { command: 'any', body });
    expect(ids).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describeWithRedis('on BullMQ', () => {
  const name = `test-${randomUUID()}`;
  let connection: Redis;
  let queue: Queue;
  beforeAll(() => {
    connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
    queue = new Queue(name, { connection });
  });
  afterAll(async () => {
    await queue.obliterate({ force: true });
    await queue.close();
    await connection.quit();
  });
  beforeEach(() => queue.obliterate({ force: true }));

  it('hands events from the web process to a worker, each once', async () => {
    const { webhooks, outcomes } = receiver({ inbox: bullmqInbox(queue) });
    for (let times = 0; times < 2; times++) await post(webhooks, { command: seats });
    expect(outcomes.map(({ type }) => type)).toEqual(['queued', 'queued']);
    expect(await queue.count()).toBe(1);

    const accounts: unknown[] = [];
    const handlers: Handlers = { [seats]: ({ SeatList }) => void accounts.push(SeatList[0]?.Member_Account) };
    const worker = new Worker(name, bullmqProcessor(handlers), { connection });
    await once(worker, 'completed');
    await post(webhooks, { command: seats });
    await sleep(50);
    await worker.close();
    expect(accounts).toEqual(['144115233775727695']);
  });

  it('queues every event that nothing identifies', async () => {
    const command = 'Live.CallbackAfterCreateRoom';
    const { EventTime: _, ...body } = sampleBody(command);
    const { webhooks } = receiver({ inbox: bullmqInbox(queue) });
    for (let times = 0; times < 2; times++) await post(webhooks, { command, body });
    expect(await queue.count()).toBe(2);
  });

  it('tries again with growing pauses, then keeps the job with its error', async () => {
    const { webhooks } = receiver({ inbox: bullmqInbox(queue, { attempts: 3, backoffMs: 20 }) });
    await post(webhooks, { command: member });
    const attempts: number[] = [];
    const handlers: Handlers = {
      [member]: (_event, { attempt }) => {
        attempts.push(attempt);
        throw new Error(`attempt ${attempt} failed`);
      },
    };
    const worker = new Worker(name, bullmqProcessor(handlers), { connection });
    await until(() => attempts.length === 3);
    while ((await queue.getFailedCount()) === 0) await sleep(10);
    await worker.close();

    const [job] = await queue.getFailed();
    expect(attempts).toEqual([1, 2, 3]);
    expect(job).toMatchObject({
      name: member,
      failedReason: 'attempt 3 failed',
      opts: { backoff: { type: 'exponential', jitter: 0.5 } },
    });
  });
});
