import assert from 'node:assert/strict';
import type { Handlers, InboxRecord } from '../../lib';
import { createProcessor, inboxContract, isPermanent, type InboxUnderTest } from '../../lib/inbox';

// The contract waits with this function, which fake timers do not replace.
jest.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
}));

/** A record in the queue, and the number of its next attempt. */
interface Job {
  readonly record: InboxRecord;
  readonly attempt: number;
}

/** Where an inbox in memory departs from one that keeps every promise. */
interface Fault {
  /** The records that a put record becomes; `waiting` is what the queue holds. */
  readonly put?: (record: InboxRecord, waiting: readonly Job[]) => readonly InboxRecord[];
  /** The job that follows a failed attempt, or a successful one, for which `error` is `undefined`. */
  readonly next?: (job: Job, error: unknown) => Job | undefined;
  readonly attempt?: (job: Job) => number;
  readonly pauseMs?: number;
  readonly goesOnAfterStop?: boolean;
}

const retry = (job: Job, error: unknown): Job | undefined =>
  error === undefined || isPermanent(error) ? undefined : { ...job, attempt: job.attempt + 1 };

const createInbox = (fault: Fault, close = async (): Promise<void> => {}): InboxUnderTest => {
  const waiting: Job[] = [];
  return {
    inbox: {
      put: async (record) => {
        const records = fault.put?.(record, waiting) ?? [record];
        waiting.push(...records.map((kept) => ({ record: kept, attempt: 1 })));
      },
    },
    startWorker: (handlers: Handlers) => {
      const process = createProcessor(handlers);
      const run = async (job: Job): Promise<void> => {
        const error: unknown = await process(job.record, fault.attempt?.(job) ?? job.attempt).catch(
          (thrown: unknown) => thrown,
        );
        const next = (fault.next ?? retry)(job, error);
        if (next) waiting.push(next);
      };
      const timer = setInterval(() => {
        const job = waiting.shift();
        if (job) void run(job);
      }, fault.pauseMs ?? 5);
      return { stop: async () => fault.goesOnAfterStop || clearInterval(timer) };
    },
    close,
  };
};

const titles: string[] = [];
inboxContract(
  (title) => titles.push(title),
  () => Promise.reject(new Error('No test runs here.')),
);

/** What a test of the contract says of an inbox, and after how many milliseconds. */
interface Judgement {
  /** `undefined` where the inbox passes. */
  readonly error: unknown;
  readonly afterMs: number;
}

/** Runs each test of the contract in fake time. */
const judge = async (makeInbox: () => InboxUnderTest): Promise<Map<string, Judgement>> => {
  const tests: [string, () => Promise<void>][] = [];
  inboxContract(
    (title, run) => tests.push([title, run]),
    async () => makeInbox(),
  );
  const judgements = new Map<string, Judgement>();
  for (const [title, run] of tests) {
    const start = Date.now();
    const settle = (error?: unknown): void => void judgements.set(title, { error, afterMs: Date.now() - start });
    void run().then(() => settle(), settle);
    for (let seconds = 0; seconds < 120 && !judgements.has(title); seconds++) await jest.advanceTimersByTimeAsync(1000);
    if (!judgements.has(title)) throw new Error(`The contract has not judged within two minutes: ${title}`);
  }
  return judgements;
};

const brokenBy = async (fault: Fault): Promise<string[]> => {
  const judgements = await judge(() => createInbox(fault));
  return [...judgements].flatMap(([title, { error }]) => (error === undefined ? [] : [title]));
};

const [whole = '', together = '', twice = '', retried = '', permanently = '', stopped = ''] = titles;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const change = (changed: Partial<InboxRecord>): Fault => ({ put: (record) => [{ ...record, ...changed }] });

const withoutEventId = (record: InboxRecord): InboxRecord => {
  const { eventId: _, ...others } = record;
  return others;
};

describe('the contract of an inbox', () => {
  it('has a test for each of six promises', () => {
    expect(new Set(titles).size).toBe(6);
  });

  it('is kept by a queue in memory, also a slow one', async () => {
    expect(await brokenBy({})).toEqual([]);
    expect(await brokenBy({ pauseMs: 190 })).toEqual([]);
    // A hundred records at one a second are too slow.
    expect(await brokenBy({ pauseMs: 1000 })).toEqual([together]);
  });

  it.each<[string, Fault, string[]]>([
    ['gives a record another id', change({ recordId: 'another' }), [whole, together, twice, retried, stopped]],
    ['loses the id of an event', { put: (record) => [withoutEventId(record)] }, [whole]],
    ['loses a body of 900 KB', { put: (record) => (record.rawBody.length < 300_000 ? [record] : []) }, [whole]],
    [
      'loses what is beyond ASCII',
      { put: (record) => [{ ...record, rawBody: record.rawBody.replace('直', '?') }] },
      [whole],
    ],
    ['changes the time of receipt', change({ receivedAt: '2023-12-26T11:25:24.000Z' }), [whole]],
    ['changes the query', change({ query: '' }), [whole]],
    ['counts attempts from 0', { attempt: (job) => job.attempt - 1 }, [whole, retried]],
    [
      'keeps one record at a time',
      { put: (record, waiting) => (waiting.length > 0 ? [] : [record]) },
      [whole, together, retried],
    ],
    ['loses one record of many', { put: (record, waiting) => (waiting.length === 50 ? [] : [record]) }, [together]],
    [
      'handles a record twice, under two ids',
      { put: (record) => [record, { ...record, recordId: `${record.recordId}-again` }] },
      [together, twice, retried, permanently, stopped],
    ],
    ['never retries', { next: () => undefined }, [retried]],
    ['retries under the same number', { next: (job, error) => retry(job, error) && job }, [retried]],
    [
      'retries what has succeeded',
      { next: (job, error) => retry(job, error ?? (job.attempt === 1 ? new Error('again') : undefined)) },
      [together, retried, stopped],
    ],
    [
      'retries what has failed for good',
      { next: (job, error) => retry(job, error === undefined ? undefined : new Error('again')) },
      [permanently],
    ],
    ['goes on after it was stopped', { goesOnAfterStop: true }, [stopped]],
  ])('is broken by an inbox that %s', async (_what, fault, broken) => {
    expect(await brokenBy(fault)).toEqual(broken);
  });

  it('is broken by an inbox that counts the attempts of all records together', async () => {
    const judgements = await judge(() => {
      let attempts = 0;
      return createInbox({ attempt: () => ++attempts });
    });
    expect(judgements.get(retried)?.error).toMatchObject({ name: 'AssertionError' });
  });

  it('is broken by an inbox that refuses a record for the second time', async () => {
    const judgements = await judge(() => {
      const known = new Set<string>();
      return createInbox({
        put: (record) => {
          if (known.has(record.recordId)) throw new Error('a duplicate');
          known.add(record.recordId);
          return [record];
        },
      });
    });
    expect(judgements.get(twice)?.error).toEqual(new Error('a duplicate'));
  });

  it('waits 20 seconds for an event that does not come, and 1.5 seconds for one that should not', async () => {
    const lost = (await judge(() => createInbox({ put: () => [] }))).get(permanently);
    expect(lost?.error).toMatchObject({ message: '0 of 1 attempts came within 20000 ms' });
    expect(lost?.afterMs).toBe(21_500);
    // It looks every 20 ms.
    expect((await judge(() => createInbox({}))).get(permanently)).toEqual({ error: undefined, afterMs: 1520 });
  });

  it('closes each inbox, whether it has passed or not', async () => {
    const close = jest.fn(async () => {});
    await judge(() => createInbox({}, close));
    expect(close).toHaveBeenCalledTimes(6);
    await judge(() => createInbox({ put: () => assert.fail('the queue is away') }, close));
    expect(close).toHaveBeenCalledTimes(12);
  });
});
