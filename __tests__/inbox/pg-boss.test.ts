import { setTimeout as sleep } from 'node:timers/promises';
import type { Handlers } from '../../lib';
import {
  pgBossInbox,
  pgBossWorker,
  permanent,
  type PgBossJob,
  type PgBossLike,
  type PgBossWorkerOptions,
} from '../../lib/inbox/pg-boss';
import { createPgBossJobs } from '../../lib/inbox/pg-boss-jobs';
import { uuidOf } from '../../lib/inbox/uuid';
import { recordOf } from '../support/inbox';
import { openPgBoss } from '../support/pg-boss';
import { describeWithPostgres } from '../support/postgres';
import { until } from '../support/raw-client';

const member = 'Live.CallbackAfterMemberStateChanged';
const queue = 'tencent-live';

/** A pg-boss whose database is away. */
const away = (): PgBossLike => {
  const fail = () => Promise.reject(new Error('ECONNREFUSED'));
  return {
    createQueue: fail,
    send: fail,
    getJobById: fail,
    fetch: fail,
    complete: fail,
    fail,
    getDb: () => ({ executeSql: fail }),
  };
};

describe('the UUID of a record', () => {
  it('is the id itself where that is one', () => {
    expect(uuidOf('01234567-89ab-4cde-8f01-23456789abcd')).toBe('01234567-89ab-4cde-8f01-23456789abcd');
  });

  it.each(['x01234567-89ab-4cde-8f01-23456789abcd', '01234567-89ab-4cde-8f01-23456789abcdx'])(
    'is not a part of the id: %s',
    (recordId) => {
      expect(uuidOf(recordId)).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      expect(recordId).not.toContain(uuidOf(recordId));
    },
  );

  it('is otherwise a version 8 of its SHA-256', () => {
    // SHA-256 of "abc", as FIPS 180 gives it: ba7816bf 8f01cfea 414140de 5dae2223 …
    expect(uuidOf('abc')).toBe('ba7816bf-8f01-8fea-8141-40de5dae2223');
  });
});

describe('the inbox on pg-boss', () => {
  it.each<[unknown, unknown, RegExp]>([
    [undefined, {}, /^pgBossInbox\(boss\) needs a started PgBoss .* not undefined/],
    [{}, {}, /^pgBossInbox\(boss\) needs a started PgBoss .* not an object/],
    [away(), null, /^The options of pgBossInbox must be an object/],
    [away(), { name: 'x' }, /^pgBossInbox has no option 'name'/],
    [away(), { queue: 'a b' }, /^queue must be a name of .* not 'a b'/],
    [away(), { queue: ['a'] }, /^queue must be a name of .* not an array/],
    [away(), { attempts: 0 }, /^attempts must be a whole number from 1 up/],
    [away(), { expireSeconds: 0.5 }, /^expireSeconds must be/],
    [away(), { maxPending: 'x' }, /^maxPending must be/],
  ])('cannot be built on %p with %j', (boss, options, message) => {
    expect(() => pgBossInbox(boss as PgBossLike, options as {})).toThrow(message);
  });

  it.each<[unknown, unknown, RegExp]>([
    [undefined, {}, /^pgBossWorker\(boss\) needs a started PgBoss/],
    [away(), null, /^The options of pgBossWorker must be an object/],
    [away(), { concurrency: 0 }, /^concurrency must be a whole number from 1 up/],
    [away(), { pollMs: 0 }, /^pollMs must be/],
    [away(), { schema: 'a; drop' }, /^schema must be a name of letters/],
    [away(), { schema: '7a' }, /^schema must be/],
    [away(), { schema: ['a'] }, /^schema must be .* not an array/],
    [away(), { queue: '' }, /^queue must be/],
    [away(), { onError: 7 }, /^onError must be a function, not 7/],
    [away(), { timeout: 7 }, /^A processor has no option 'timeout'/],
  ])('has no worker on %p with %j', (boss, options, message) => {
    expect(() => pgBossWorker(boss as PgBossLike, {}, options as {})).toThrow(message);
  });

  it('rejects while PostgreSQL is away, and asks for its queue anew each time', async () => {
    const createQueue = jest.fn(() => Promise.reject(new Error('ECONNREFUSED')));
    const inbox = pgBossInbox({ ...away(), createQueue });
    const record = await recordOf(member);
    for (let times = 0; times < 2; times++) await expect(inbox.put(record)).rejects.toThrow('ECONNREFUSED');
    expect(createQueue).toHaveBeenCalledTimes(2);
  });
});

/** A pg-boss that keeps what was asked of it, and gives its worker these jobs, one at a time. */
const fakeBoss = (jobs: PgBossJob[] = []) => {
  const asked: unknown[][] = [];
  const ask =
    <Answer>(method: string, answer: Answer) =>
    async (...args: unknown[]): Promise<Answer> => {
      asked.push([method, ...args]);
      return answer;
    };
  const boss = {
    createQueue: async () => null,
    send: ask('send', 'an id'),
    getJobById: ask('getJobById', null),
    fetch: async () => jobs.splice(0, 1),
    complete: ask('complete', null),
    fail: ask('fail', null),
    getDb: () => ({ executeSql: ask('executeSql', null) }),
  } satisfies PgBossLike;
  return { boss, asked };
};

const jobOf = (data: unknown, retryCount = 0): PgBossJob => ({ id: 'a', data, retryCount, createdOn: new Date(0) });

describe('a job on pg-boss', () => {
  it('holds the record and how it is retried, in a queue that is asked for once', async () => {
    const { boss, asked } = fakeBoss();
    const createQueue = jest.fn(boss.createQueue);
    const record = { ...(await recordOf(member)), recordId: 'abc' };
    const inbox = pgBossInbox({ ...boss, createQueue }, { queue: 'q', attempts: 3, expireSeconds: 7, maxPending: 5 });
    for (let times = 0; times < 2; times++) await inbox.put(record);
    const options = {
      id: 'ba7816bf-8f01-8fea-8141-40de5dae2223',
      singletonKey: 'abc',
      // The first attempt is no retry.
      retryLimit: 2,
      retryDelay: 2,
      retryBackoff: false,
      expireInSeconds: 7,
      retentionSeconds: 31_536_000,
    };
    expect(createQueue.mock.calls).toEqual([['q']]);
    expect(asked).toEqual([
      ['send', 'q', record, options],
      ['send', 'q', record, options],
    ]);
    expect(inbox.maxPending).toBe(5);
  });

  it('is tried 56 times, expires after two minutes, and is one of 1000 that may wait, unless told otherwise', async () => {
    const { boss, asked } = fakeBoss();
    const inbox = pgBossInbox(boss);
    await inbox.put(await recordOf(member));
    expect(asked[0]?.[3]).toMatchObject({ retryLimit: 55, expireInSeconds: 120 });
    expect(inbox.maxPending).toBe(1000);
  });

  it('is taken as queued when there is one of the same id, and not when there is none', async () => {
    const record = await recordOf(member);
    const send = async () => null;
    const known = pgBossInbox({ ...fakeBoss().boss, send, getJobById: async () => ({}) });
    await expect(known.put(record)).resolves.toBeUndefined();
    await expect(pgBossInbox({ ...fakeBoss().boss, send }).put(record)).rejects.toThrow(/has not queued the event/);
  });

  it('is completed after its handler, which gets the number of the attempt', async () => {
    const { boss, asked } = fakeBoss([jobOf(await recordOf(member), 4)]);
    const attempts: number[] = [];
    const handlers: Handlers = { [member]: (_event, { attempt }) => void attempts.push(attempt) };
    const worker = pgBossWorker(boss, handlers, { pollMs: 5 });
    await until(() => asked.length === 1);
    await worker.close();
    expect(attempts).toEqual([5]);
    expect(asked).toEqual([['complete', queue, 'a']]);
  });

  it.each([
    ['after a pause in whole seconds', new TypeError('no'), [queue, 'a', 8, false]],
    ['not at all after a permanent error', permanent(new Error('never')), [queue, 'a', 8, true]],
  ])('is retried %s, and keeps the error', async (_when, error, values) => {
    const { boss, asked } = fakeBoss([jobOf(await recordOf(member), 1)]);
    const handlers: Handlers = { [member]: () => Promise.reject(error) };
    // Nine seconds, since twice five are more, less a fifth by chance: 7.2 seconds.
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.4);
    const worker = pgBossWorker(boss, handlers, { pollMs: 5, backoffMs: 5000, maxBackoffMs: 9000, schema: 'live_2' });
    await until(() => asked.length === 2);
    await worker.close();
    random.mockRestore();
    expect(asked).toEqual([
      ['executeSql', expect.stringMatching(/^UPDATE live_2\.job SET retry_delay = /), values],
      ['fail', queue, 'a', { name: error.name, message: error.message, stack: error.stack }],
    ]);
  });

  it('keeps also what is no error', async () => {
    const { boss, asked } = fakeBoss();
    const jobs = createPgBossJobs({ boss, queue, schema: 'pgboss', backoff: () => 1 });
    await jobs.fail(jobOf({}), 1, 'a word');
    expect(asked.map((one) => one.at(-1))).toEqual([[queue, 'a', 1, false], { value: 'a word' }]);
  });
});

describe("pg-boss's worker", () => {
  it('creates its queue before it looks into it, since it may be deployed before the web processes', async () => {
    const { boss } = fakeBoss();
    const createQueue = jest.fn(boss.createQueue).mockRejectedValueOnce(new Error('away'));
    const fetch = jest.fn(async (): Promise<PgBossJob[]> => {
      expect(createQueue).toHaveBeenCalledTimes(2);
      return [];
    });
    const onError = jest.fn();
    const worker = pgBossWorker({ ...boss, createQueue, fetch }, {}, { queue: 'q', pollMs: 5, onError });
    await until(() => fetch.mock.calls.length === 3);
    await worker.close();
    expect(onError.mock.calls).toEqual([[new Error('away')]]);
    expect(createQueue.mock.calls).toEqual([['q'], ['q']]);
  });

  it('fetches again at once while there are events, and waits for `pollMs` when there are none', async () => {
    const record = await recordOf(member);
    const { boss, asked } = fakeBoss([jobOf(record), jobOf(record), jobOf(record)]);
    const fetch = jest.fn(boss.fetch);
    const worker = pgBossWorker({ ...boss, fetch }, { [member]: () => {} }, { concurrency: 8, pollMs: 60_000 });
    await until(() => asked.length === 3);
    await sleep(30);
    expect(fetch).toHaveBeenCalledTimes(4);
    // Closing ends the wait.
    await worker.close();
    expect(fetch).toHaveBeenCalledTimes(4);
  });

  it('asks for as many events as it has places for, and for none while it has no place', async () => {
    const record = await recordOf(member);
    const { boss, asked } = fakeBoss([jobOf(record), jobOf(record), jobOf(record)]);
    const fetch = jest.fn(boss.fetch);
    const ends: (() => void)[] = [];
    const handlers: Handlers = { [member]: () => new Promise<void>((resolve) => ends.push(resolve)) };
    const worker = pgBossWorker({ ...boss, fetch }, handlers, { concurrency: 2, pollMs: 60_000 });
    await until(() => ends.length === 2);
    await sleep(30);
    ends[0]?.();
    await until(() => ends.length === 3);
    expect(fetch.mock.calls).toEqual([2, 1, 1].map((batchSize) => [queue, { batchSize, includeMetadata: true }]));
    const closed = jest.fn();
    const closing = worker.close().then(closed);
    await sleep(10);
    // It waits for the events in hand.
    expect(closed).not.toHaveBeenCalled();
    for (const end of ends) end();
    await closing;
    expect(asked).toHaveLength(3);
  });

  it('reports a job that it could not give back, and goes on', async () => {
    const record = await recordOf(member);
    const { boss, asked } = fakeBoss([jobOf(record), jobOf(record)]);
    const complete = jest.fn(boss.complete).mockRejectedValueOnce(new Error('away'));
    const onError = jest.fn();
    const worker = pgBossWorker({ ...boss, complete }, { [member]: () => {} }, { pollMs: 5, onError });
    await until(() => asked.length === 1);
    await worker.close();
    expect(onError.mock.calls).toEqual([[new Error('away')]]);
  });

  it('takes no answer of pg-boss for an empty queue, and emits one warning while PostgreSQL is away', async () => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const none = jest.fn(async () => null);
    const worker = pgBossWorker({ ...fakeBoss().boss, fetch: none }, {}, { pollMs: 5 });
    await until(() => none.mock.calls.length === 3);
    await worker.close();
    expect(warning).not.toHaveBeenCalled();

    const failing = jest.fn(() => Promise.reject(new Error('ECONNREFUSED')));
    const other = pgBossWorker({ ...fakeBoss().boss, fetch: failing }, {}, { pollMs: 5 });
    await until(() => failing.mock.calls.length === 3);
    await other.close();
    expect(warning.mock.calls).toEqual([
      [
        expect.stringMatching(/^A pg-boss worker could not reach PostgreSQL/),
        expect.objectContaining({ code: 'TENCENT_LIVE_WEBHOOKS_PG_BOSS' }),
      ],
    ]);
    warning.mockRestore();
  });

  const fault = new Error('a fault in the hook');
  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw fault;
      },
    ],
    ['rejects', () => Promise.reject(fault)],
  ])('goes on while PostgreSQL is away and onError %s, and can be closed', async (_what, fail) => {
    const onError = jest.fn(fail);
    const worker = pgBossWorker(away(), {}, { pollMs: 5, onError });
    await until(() => onError.mock.calls.length > 2);
    await worker.close();
    const calls = onError.mock.calls.length;
    await sleep(30);
    expect(onError.mock.calls).toHaveLength(calls);
  });

  it('handles no more than `concurrency` events at a time', async () => {
    const data = await recordOf(member);
    const jobs = Array.from({ length: 9 }, (_, id) => ({ id: String(id), data, retryCount: 0, createdOn: new Date() }));
    let now = 0;
    let most = 0;
    const handlers: Handlers = {
      [member]: async () => {
        most = Math.max(most, ++now);
        await sleep(10);
        now -= 1;
      },
    };
    const complete = jest.fn(async () => {});
    const boss = {
      ...fakeBoss().boss,
      complete,
      fetch: async (_: string, { batchSize }: { batchSize: number }) => jobs.splice(0, batchSize),
    };
    const worker = pgBossWorker(boss, handlers, { concurrency: 4, pollMs: 5 });
    await until(() => complete.mock.calls.length === 9);
    await worker.close();
    expect(most).toBe(4);
  });
});

describe("pg-boss's worker, with orderedBy: 'room'", () => {
  it('begins with the oldest event of a batch, in whatever order PostgreSQL gives them', async () => {
    const record = await recordOf(member);
    const jobs = [3, 1, 2].map((at) => ({
      id: String(at),
      data: { ...record, recordId: String(at) },
      retryCount: 0,
      createdOn: new Date(at),
    }));
    const handled: unknown[] = [];
    const handlers: Handlers = { [member]: (_event, { recordId }) => void handled.push(recordId) };
    const boss = { ...fakeBoss().boss, fetch: async () => jobs.splice(0) };
    const worker = pgBossWorker(boss, handlers, { orderedBy: 'room', pollMs: 5 });
    await until(() => handled.length === 3);
    await worker.close();
    expect(handled).toEqual(['1', '2', '3']);
  });
});

describeWithPostgres('on pg-boss', () => {
  let opened: Awaited<ReturnType<typeof openPgBoss>>;
  beforeAll(async () => {
    opened = await openPgBoss();
  }, 60_000);
  afterAll(() => opened.close());

  const queued = (recordId: string) => opened.boss.getJobById(queue, uuidOf(recordId));
  const work = async (handlers: Handlers, options: PgBossWorkerOptions, isDone: () => Promise<boolean>) => {
    const worker = pgBossWorker(opened.boss, handlers, { pollMs: 20, ...options });
    while (!(await isDone())) await sleep(10);
    await worker.close();
  };

  it('queues an event once, and drops a duplicate also after it was handled', async () => {
    const record = { ...(await recordOf(member)), recordId: 'a' };
    const inbox = pgBossInbox(opened.boss);
    const handler = jest.fn();
    for (let times = 0; times < 2; times++) await inbox.put(record);
    await work({ [member]: handler }, {}, async () => (await queued('a'))?.state === 'completed');
    await inbox.put(record);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(await queued('a')).toMatchObject({ state: 'completed', singletonKey: 'a', data: record });
  });

  it('queues texts that PostgreSQL cannot hold, and keeps errors that hold some, with U+FFFD in their place', async () => {
    const texts = { roomId: 'a\0b', clientIp: '\0', platform: 'x\ud83d', command: member };
    await pgBossInbox(opened.boss).put({ ...(await recordOf(member)), ...texts, recordId: 'nul' });
    const handlers: Handlers = { [member]: () => Promise.reject(permanent(new Error('no \0 \ud83d'))) };
    await work(handlers, { backoffMs: 1 }, async () => (await queued('nul'))?.state === 'failed');
    expect(await queued('nul')).toMatchObject({
      data: { roomId: 'a\uFFFDb', clientIp: '\uFFFD', platform: 'x\uFFFD' },
      output: { message: 'no \uFFFD \uFFFD' },
    });
  });

  it('keeps what fails for good, and what has no handler after its attempts, with the reason', async () => {
    const record = await recordOf(member);
    await pgBossInbox(opened.boss).put({ ...record, recordId: 'b' });
    await pgBossInbox(opened.boss, { attempts: 2 }).put({ ...record, recordId: 'c', command: 'Live.Tomorrow' });
    const handlers: Handlers = { [member]: () => Promise.reject(permanent(new Error('never'))) };
    const isFailed = async (id: string) => (await queued(id))?.state === 'failed';
    await work(handlers, { backoffMs: 1 }, async () => (await isFailed('b')) && (await isFailed('c')));
    expect(await queued('b')).toMatchObject({ retryCount: 0, output: { name: 'PermanentError', message: 'never' } });
    expect(await queued('c')).toMatchObject({
      retryCount: 1,
      output: { message: expect.stringContaining('knows no command "Live.Tomorrow"') },
    });
  }, 20_000);

  it('gives the event of a dead worker to another, after expireSeconds', async () => {
    const record = { ...(await recordOf(member)), recordId: 'd' };
    await pgBossInbox(opened.boss, { expireSeconds: 1 }).put(record);
    const [taken] = await opened.boss.fetch(queue);
    expect(taken?.id).toBe(uuidOf('d'));
    await sleep(1100);
    await opened.boss.expire();
    const attempts: number[] = [];
    const handlers: Handlers = { [member]: (_event, { attempt }) => void attempts.push(attempt) };
    await work(handlers, {}, async () => attempts.length > 0);
    expect(attempts).toEqual([2]);
  }, 20_000);

  it('rejects when its queue is gone, in place of losing the event', async () => {
    const record = await recordOf(member);
    const inbox = pgBossInbox(opened.boss, { queue: 'short-lived' });
    await inbox.put({ ...record, recordId: 'e' });
    await opened.boss.getDb().executeSql('delete from pgboss.job where name = $1', ['short-lived']);
    await opened.boss.deleteQueue('short-lived');
    await expect(inbox.put({ ...record, recordId: 'f' })).rejects.toThrow(/Is there still a queue "short-lived"\?/);
  });
});
