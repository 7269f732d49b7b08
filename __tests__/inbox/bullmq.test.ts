import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, UnrecoverableError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Handlers, InboxRecord } from '../../lib';
import {
  bullmqInbox,
  bullmqProcessor,
  permanent,
  type BullmqInboxOptions,
  type BullmqQueue,
} from '../../lib/inbox/bullmq';
import { defaultAttempts } from '../../lib/inbox/retry';
import { sampleBody } from '../../lib/testing';
import { recordOf } from '../support/inbox';
import { until } from '../support/raw-client';
import { post, receiver } from '../support/receiver';
import { describeWithRedis, redisUrl } from '../support/redis';

jest.setTimeout(30_000);

const member = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';

/** A queue that keeps the options of its jobs. */
const fakeQueue = () => {
  const jobs: { name: string; data: InboxRecord; options: object }[] = [];
  const queue: BullmqQueue = { add: async (name, data, options) => jobs.push({ name, data, options }) };
  return { queue, jobs };
};

describe('the inbox on BullMQ', () => {
  it('makes a job of each event, under the id of its record', async () => {
    const { queue, jobs } = fakeQueue();
    const record = await recordOf(member);
    await bullmqInbox(queue, { attempts: 3, rememberSeconds: 7 }).put(record);
    expect(jobs).toEqual([
      {
        name: member,
        data: record,
        options: {
          jobId: record.recordId,
          attempts: 3,
          backoff: { type: 'fixed', delay: 600_000, jitter: 0.5 },
          deduplication: { id: record.recordId, ttl: 7000 },
          removeOnComplete: { count: 100 },
          removeOnFail: false,
        },
      },
    ]);
  });

  it('tries an event 56 times, remembers it for ten minutes, and lets 1000 wait, unless it is told otherwise', async () => {
    const { queue, jobs } = fakeQueue();
    const inbox = bullmqInbox(queue);
    await inbox.put(await recordOf(member));
    expect(jobs).toMatchObject([{ options: { attempts: 56, deduplication: { ttl: 600_000 } } }]);
    expect(inbox.maxPending).toBe(1000);
  });

  it.each<[unknown, unknown, RegExp]>([
    [undefined, {}, /^bullmqInbox\(queue\) needs a Queue of BullMQ, not undefined\. new Queue/],
    [{}, {}, /^bullmqInbox\(queue\) needs a Queue of BullMQ, not an object/],
    [new Redis({ lazyConnect: true }), {}, /not an instance of \w+\./],
    [fakeQueue().queue, { attempt: 7 }, /^bullmqInbox has no option 'attempt'\. Did you mean 'attempts'\?/],
    [fakeQueue().queue, { attempts: 0 }, /^attempts must be a whole number from 1 up, not 0\. The default is 56/],
    [fakeQueue().queue, { attempts: 2.5 }, /^attempts must be/],
    [fakeQueue().queue, { attempts: '3' }, /^attempts must be .* not '3'/],
    [fakeQueue().queue, { rememberSeconds: 0 }, /^rememberSeconds must be a whole number from 1 up/],
    [fakeQueue().queue, { maxPending: 0 }, /^maxPending must be a whole number from 1 up/],
    [fakeQueue().queue, { replicas: -1 }, /^replicas must be a whole number from 0 up/],
    [fakeQueue().queue, { waitMs: 0 }, /^waitMs must be a whole number from 1 up/],
    [fakeQueue().queue, null, /^The options of bullmqInbox must be an object/],
  ])('cannot be built on %p with %j', (queue, options, message) => {
    expect(() => bullmqInbox(queue as BullmqQueue, options as BullmqInboxOptions)).toThrow(message);
  });

  it('takes an event only when its replicas have it', async () => {
    const client = { call: async () => 1 };
    const { queue: withoutClient, jobs } = fakeQueue();
    const queue = { ...withoutClient, client: Promise.resolve(client) };
    const record = await recordOf(member);
    await bullmqInbox(queue, { replicas: 1 }).put(record);
    expect(jobs).toMatchObject([{ name: member, data: record }]);
    await expect(bullmqInbox(queue, { replicas: 2, waitMs: 30 }).put(record)).rejects.toThrow('Only 1 of 2 replicas');
  });

  it.each([{}, { replicas: 1 }])('hands its maxPending on, with %j', (options) => {
    expect(bullmqInbox(fakeQueue().queue, { maxPending: 3, ...options }).maxPending).toBe(3);
  });
});

describe("the processor for BullMQ's workers", () => {
  const failing: Handlers = { [member]: () => Promise.reject(new Error('no')) };

  it('doubles the pause after each attempt, up to ten minutes, less up to a half', async () => {
    const run = bullmqProcessor(failing);
    const data = await recordOf(member);
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= defaultAttempts; attempt++) {
      const opts: { backoff?: { type: string; delay: number } } = {};
      await expect(run({ data, attemptsMade: attempt - 1, opts })).rejects.toThrow('no');
      expect(opts.backoff?.type).toBe('fixed');
      const longest = Math.min(2000 * 2 ** (attempt - 1), 600_000);
      expect(opts.backoff?.delay).toBeGreaterThanOrEqual(longest / 2);
      expect(opts.backoff?.delay).toBeLessThanOrEqual(longest);
      pauses.push(opts.backoff?.delay ?? 0);
    }
    // No pause follows the last attempt.
    const hours = pauses.slice(0, -1).reduce((sum, pause) => sum + pause, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(4.5);
    expect(hours).toBeLessThan(7.5);
  });

  it("tells BullMQ by the error's name not to try again after a permanent error", async () => {
    const error = permanent(new Error('deleted'));
    const run = bullmqProcessor({ [member]: () => Promise.reject(error) });
    const job = { data: await recordOf(member), attemptsMade: 0 };
    await expect(run(job)).rejects.toMatchObject({
      name: new UnrecoverableError().name,
      message: 'deleted',
      cause: error,
      stack: error.stack,
    });
    await expect(bullmqProcessor(failing)(job)).rejects.toMatchObject({ name: 'Error' });
  });

  it('ends an attempt that BullMQ cancels', async () => {
    const run = bullmqProcessor({ [member]: () => sleep(1000) });
    const reason = new Error('cancelled');
    const job = { data: await recordOf(member), attemptsMade: 0 };
    await expect(run(job, 'token', AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it.each<[unknown, RegExp]>([
    [null, /^The options of bullmqProcessor must be an object/],
    [{ backoffMs: -1 }, /^backoffMs must be a whole number from 0 up, not -1/],
    [{ maxBackoffMs: '7' }, /^maxBackoffMs must be .* not '7'/],
    [{ maxBackoffMs: 2 ** 31 }, /^maxBackoffMs must be/],
    [{ concurrency: 7 }, /^A processor has no option 'concurrency'/],
  ])('refuses the options %j', (options, message) => {
    expect(() => bullmqProcessor({}, options as {})).toThrow(message);
  });
});

it('a pause may be as long as a timer can be', async () => {
  const longest = 2 ** 31 - 1;
  const opts: { backoff?: { delay: number } } = {};
  const run = bullmqProcessor({}, { backoffMs: longest, maxBackoffMs: longest });
  await expect(run({ data: undefined, attemptsMade: 0, opts })).rejects.toThrow(/holds no event/);
  expect(opts.backoff?.delay).toBeLessThanOrEqual(longest);
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
    const left = await connection.keys(`bull:${name}:*`);
    if (left.length > 0) await connection.unlink(left);
    await connection.quit();
  });
  beforeEach(() => queue.obliterate({ force: true }));

  it('hands events from the web process to a worker, each once, also after the job is gone', async () => {
    const { webhooks, outcomes } = receiver({ inbox: bullmqInbox(queue) });
    for (let times = 0; times < 2; times++) await post(webhooks, { command: seats });
    expect(outcomes.map(({ type }) => type)).toEqual(['queued', 'queued']);
    expect(await queue.count()).toBe(1);

    const times: unknown[] = [];
    const handlers: Handlers = { [seats]: ({ EventTime }) => void times.push(EventTime) };
    const worker = new Worker(name, bullmqProcessor(handlers), { connection });
    await once(worker, 'completed');
    // So many other jobs that the first one is removed.
    const body = sampleBody(seats);
    for (let at = 1; at <= 100; at++) {
      await post(webhooks, { command: seats, body: { ...body, EventTime: body.EventTime + at } });
    }
    await until(() => times.length === 101);
    while ((await queue.getCompletedCount()) !== 100 || (await queue.count()) > 0) await sleep(10);
    expect(await queue.getJob(String(outcomes[0]?.delivery?.eventId))).toBeUndefined();
    await post(webhooks, { command: seats });
    await sleep(50);
    await worker.close();
    expect(times.filter((time) => time === body['EventTime'])).toHaveLength(1);
  });

  it('queues every event that nothing identifies', async () => {
    const command = 'Live.CallbackAfterCreateRoom';
    const { EventTime: _, ...body } = sampleBody(command);
    const { webhooks } = receiver({ inbox: bullmqInbox(queue) });
    for (let times = 0; times < 2; times++) await post(webhooks, { command, body });
    expect(await queue.count()).toBe(2);
  });

  it('tries again with growing pauses, then keeps the job with its error', async () => {
    const { webhooks } = receiver({ inbox: bullmqInbox(queue, { attempts: 4 }) });
    await post(webhooks, { command: seats, body: { ...sampleBody(seats), EventTime: 1703589922781 } });
    const times: number[] = [];
    const attempts: number[] = [];
    const handlers: Handlers = {
      [seats]: (_event, { attempt }) => {
        times.push(performance.now());
        attempts.push(attempt);
        throw new Error(`attempt ${attempt} failed`);
      },
    };
    const processor = bullmqProcessor(handlers, { backoffMs: 100, maxBackoffMs: 200 });
    const worker = new Worker(name, processor, { connection });
    await until(() => attempts.length === 4);
    while ((await queue.getFailedCount()) === 0) await sleep(10);
    await worker.close();

    expect(attempts).toEqual([1, 2, 3, 4]);
    const pauses = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    for (const [at, least] of [50, 100, 100].entries()) {
      expect(pauses[at]).toBeGreaterThanOrEqual(least - 2);
      expect(pauses[at]).toBeLessThan(2000);
    }
    const [job] = await queue.getFailed();
    expect(job).toMatchObject({ name: seats, failedReason: 'attempt 4 failed' });
  });

  it('fails a permanent error at once, and what it does not know, and keeps both', async () => {
    const { webhooks } = receiver({ inbox: bullmqInbox(queue, { attempts: 2 }) });
    const { EventTime: _, ...body } = sampleBody('Live.CallbackAfterCreateRoom');
    await post(webhooks, { command: 'any', body });
    await queue.add('evicted', {}, { attempts: 1 });
    const handlers: Handlers = { 'Live.CallbackAfterCreateRoom': () => Promise.reject(permanent('never')) };
    const worker = new Worker(name, bullmqProcessor(handlers), { connection });
    while ((await queue.getFailedCount()) < 2) await sleep(10);
    await worker.close();
    const failed = await queue.getFailed();
    expect(failed.map(({ failedReason, attemptsMade }) => [failedReason, attemptsMade])).toEqual(
      expect.arrayContaining([
        ['never', 1],
        [expect.stringMatching(/^The queue holds no event here/), 1],
      ]),
    );
  });
});
