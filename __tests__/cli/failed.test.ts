import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import type { FailedJob } from '../../lib/cli/failed-jobs';
import { bullmqInbox, bullmqProcessor, permanent } from '../../lib/inbox/bullmq';
import { cli } from '../support/cli';
import { recordOf } from '../support/inbox';
import { describeWithRedis, redisUrl } from '../support/redis';

const member = 'Live.CallbackAfterMemberStateChanged';

it.each<[string[], RegExp]>([
  [['failed', 'list'], /Give the Redis: --redis redis:\/\/localhost:6379, or set REDIS_URL/],
  [['failed', 'list', '--redis', 'localhost'], /--redis must be a URL such as redis:/],
  [['failed', 'list', '--redis', 'redis://127.0.0.1:99999'], /--redis must be a URL such as redis:/],
  [['failed', 'list', '--redis', 'redis://'], /--redis must be a URL such as redis:/],
  [['failed', 'list', '--redis', 'redis://%zz:y@127.0.0.1'], /--redis must be a URL such as redis:/],
  [['failed', 'list', '--redis', 'redis://127.0.0.1/abc'], /or redis:\/\/localhost:6379\/2 for database 2/],
  [['failed', 'list', '--redis', 'redis://127.0.0.1?db=99'], /or redis:\/\/localhost:6379\/2 for database 2/],
  [['failed', 'list', '--redis', 'redis://127.0.0.1', '--queue', 'a:b'], /--queue must be a name without a colon/],
  [['failed', 'list', '--redis', 'redis://127.0.0.1', '--queue', ''], /--queue must be a name without a colon/],
  [['failed', 'discard', '--all'], /A discarded event is gone\. Give --yes/],
  [['failed', 'discard', '--yes'], /Give the id of one event, or --all/],
  [['failed', 'retry', 'x', '--all'], /Give the id of one event, or --all/],
  [['failed', 'list', '--limit', '0'], /Give a whole number from 1 to/],
])('%j cannot be followed', async (args, message) => {
  const { REDIS_URL } = process.env;
  delete process.env['REDIS_URL'];
  const { code, err, out } = await cli(args);
  if (REDIS_URL !== undefined) process.env['REDIS_URL'] = REDIS_URL;
  expect(err).toMatch(message);
  expect(out).toBe('');
  expect(code).toBe(2);
});

it('says that Redis is away, and never quotes a password', async () => {
  const { code, err } = await cli(['failed', 'list', '--redis', 'redis://:secret@127.0.0.1:1']);
  expect(code).toBe(3);
  expect(err).toMatch(/Redis does not answer/);
  expect(err).not.toContain('secret');
});

/** What the commands need of BullMQ, with its jobs in memory: the project's own, in place of the one that is installed. */
const bullmqInMemory = `
  exports.jobs = [];
  exports.open = 0;
  exports.Queue = class {
    constructor(name, { prefix, connection }) {
      exports.opened = { name, prefix, connection };
      exports.open += 1;
    }
    on() {}
    async waitUntilReady() {}
    get client() {
      const call = async (_, database) => { if (database > 15) throw new Error('ERR DB index is out of range'); };
      return Promise.resolve({ call });
    }
    async getVersion() { return exports.opened.name === 'absent' ? null : 'bullmq:6.7.0'; }
    async getFailedCount() { return exports.jobs.length; }
    async getFailed(start, end) { return exports.jobs.slice(start, end + 1); }
    async getJob(id) { return exports.jobs.find((job) => job?.id === id); }
    async close() { exports.open -= 1; }
  };
`;

interface RedisOptions {
  readonly maxRetriesPerRequest: number;
  readonly disconnectTimeout: number;
  readonly retryStrategy: () => unknown;
}

interface MemoryJob {
  readonly id: string;
  readonly retry: jest.Mock;
  readonly remove: jest.Mock;
}

describe('in a project with failed jobs', () => {
  const redis = ['--redis', 'redis://127.0.0.1:1'];
  let directory: string;
  let cwd: jest.SpyInstance<string>;
  let bullmq: { jobs: (MemoryJob | undefined)[]; open: number; opened: { connection: RedisOptions } };

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'failed-'));
    mkdirSync(join(directory, 'node_modules/bullmq'), { recursive: true });
    writeFileSync(join(directory, 'node_modules/bullmq/index.js'), bullmqInMemory);
    cwd = jest.spyOn(process, 'cwd').mockReturnValue(directory);
    bullmq = createRequire(join(directory, 'package.json'))('bullmq');
  });
  afterEach(() => {
    expect(bullmq.open).toBe(0);
    bullmq.jobs = [];
  });
  afterAll(() => {
    cwd.mockRestore();
    rmSync(directory, { recursive: true });
  });

  const failedJob = (id: string, job: object = {}) => ({
    id,
    name: member,
    data: { command: member, roomId: 'a room' },
    attemptsMade: 56,
    failedReason: 'no disk',
    isFailed: async () => true,
    retry: jest.fn(),
    remove: jest.fn(),
    ...job,
  });

  it('says so when there is no BullMQ', async () => {
    cwd.mockReturnValueOnce(tmpdir());
    expect(await cli(['failed', 'list', ...redis])).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no BullMQ in this folder. Run the command in your project'),
    });
  });

  it('opens the queue that is asked for', async () => {
    await cli(['failed', 'list', ...redis, '--queue', 'mine', '--prefix', '{live}']);
    expect(bullmq.opened).toMatchObject({ name: 'mine', prefix: '{live}', connection: { url: 'redis://127.0.0.1:1' } });
    expect((await cli(['failed', 'list', ...redis])).out).toBe('No event has failed for good.');
    expect(bullmq.opened).toMatchObject({ name: 'tencent-live', prefix: 'bull' });
  });

  it('says so when there is no such queue', async () => {
    expect(await cli(['failed', 'list', ...redis, '--queue', 'absent'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining("There is no queue 'absent' with the prefix 'bull' on this Redis."),
    });
    // Its options may have kept the version from being written.
    bullmq.jobs = [failedJob('a')];
    expect((await cli(['failed', 'list', ...redis, '--queue', 'absent'])).code).toBe(0);
  });

  it('opens it so that Redis is asked once, and that a failed connection soon lets the process end', async () => {
    await cli(['failed', 'list', ...redis]);
    const { maxRetriesPerRequest, disconnectTimeout, retryStrategy } = bullmq.opened.connection;
    expect([maxRetriesPerRequest, retryStrategy()]).toEqual([1, null]);
    expect(disconnectTimeout).toBeLessThan(500);
  });

  it('lists what is known of each, and leaves out what was removed in the meantime', async () => {
    const minutesAgo = (minutes: number) => ({ finishedOn: Date.now() - minutes * 60_000 });
    bullmq.jobs = [
      failedJob('a', minutesAgo(119)),
      undefined,
      failedJob('b', minutesAgo(120)),
      failedJob('c', minutesAgo(48 * 60)),
      failedJob('d', { data: {}, failedReason: undefined, name: 'Live.Other' }),
      failedJob('e', { data: null, name: 'foreign' }),
    ];
    expect((await cli(['failed', 'list', ...redis])).out.split('\n')).toEqual([
      `a  ${member}  room a room  119 min ago  56 attempts  no disk`,
      `b  ${member}  room a room  2 h ago  56 attempts  no disk`,
      `c  ${member}  room a room  2 days ago  56 attempts  no disk`,
      'd  Live.Other  no room  some time ago  56 attempts  unknown',
      'e  foreign  no room  some time ago  56 attempts  no disk',
    ]);
    expect(await cli(['failed', 'list', ...redis, '--limit', '1'])).toMatchObject({
      out: expect.stringMatching(/^a .*$/),
      err: '5 more; see --limit.',
    });
    const json = await cli(['failed', 'list', ...redis, '--json', '--limit', '1']);
    expect(json.err).toBe('5 more; see --limit.');
    expect(JSON.parse(json.out)).toHaveLength(1);
  });

  it('retries and discards one, or all', async () => {
    const [one, other, third] = (bullmq.jobs = ['1', '2', '3'].map((id) => failedJob(id)));
    expect((await cli(['failed', 'retry', '2', ...redis])).out).toBe(`Retried ${member}.`);
    expect(other?.retry.mock.calls).toEqual([['failed', { resetAttemptsMade: true, resetAttemptsStarted: true }]]);
    expect((await cli(['failed', 'discard', '3', '--yes', ...redis])).out).toBe(`Discarded ${member}.`);
    expect(third?.remove).toHaveBeenCalledTimes(1);
    expect((await cli(['failed', 'discard', '--all', '--yes', ...redis])).out).toBe('Discarded 3 events.');
    expect(one?.remove).toHaveBeenCalledTimes(1);
    expect(one?.retry).not.toHaveBeenCalled();
    bullmq.jobs.length = 1;
    expect((await cli(['failed', 'retry', '--all', ...redis])).out).toBe('Retried 1 event.');
  });

  it('changes no other database than the one that is asked for', async () => {
    const job = failedJob('1');
    bullmq.jobs = [job];
    const discard = (database: string) =>
      cli(['failed', 'discard', '--all', '--yes', '--redis', `redis://127.0.0.1:1/${database}`]);
    expect(await discard('16')).toMatchObject({
      code: 2,
      err: expect.stringContaining('This Redis has no database 16, or does not let you use it.'),
    });
    expect(job.remove).not.toHaveBeenCalled();
    expect(await discard('15')).toMatchObject({ code: 0, out: 'Discarded 1 event.' });
  });

  it('goes on when something else changes some of the jobs, and says how many', async () => {
    const failedUntilChanged = () =>
      jest
        .fn(async () => true)
        .mockResolvedValueOnce(true)
        .mockResolvedValue(false);
    const missing = async () => Promise.reject(new Error('Missing key for job 2. reprocessJob'));
    bullmq.jobs = [
      failedJob('1', { isFailed: async () => false }),
      failedJob('2', { isFailed: failedUntilChanged(), retry: missing, remove: missing }),
      failedJob('3'),
    ];
    expect(await cli(['failed', 'retry', '--all', ...redis])).toMatchObject({
      code: 0,
      out: 'Retried 1 event.',
      err: '2 had been retried or discarded in the meantime.',
    });
    bullmq.jobs = [failedJob('1', { remove: async () => Promise.reject(new Error('READONLY')) })];
    expect((await cli(['failed', 'discard', '--all', '--yes', ...redis])).err).toMatch(/READONLY/);
  });

  it('neither shows nor changes a job that has not failed, or is not there', async () => {
    const job = failedJob('1', { isFailed: async () => false });
    bullmq.jobs = [job];
    for (const args of [
      ['show', '1'],
      ['retry', '1'],
      ['discard', '1', '--yes'],
      ['retry', '2'],
    ]) {
      expect(await cli(['failed', ...args, ...redis])).toMatchObject({
        code: 1,
        err: expect.stringMatching(/^error: There is no failed event with the id [12]\. See failed list\.$/),
      });
    }
    expect([job.retry, job.remove].map(({ mock }) => mock.calls)).toEqual([[], []]);
  });
});

describeWithRedis('failed events', () => {
  const name = `failed-${randomUUID()}`;
  const options = ['--redis', redisUrl, '--queue', name];
  let queue: Queue;
  // Not in the body of `describe`, which also runs when its tests are skipped.
  beforeAll(() => {
    queue = new Queue(name, { connection: { url: redisUrl }, streams: { events: { maxLen: 500 } } });
  });
  afterAll(async () => {
    await queue.obliterate({ force: true });
    await queue.close();
  });

  /** Runs a worker until the queue is drained. Gives the attempt of each event that it handles. */
  const work = async (fails: boolean): Promise<number[]> => {
    const attempts: number[] = [];
    const processor = bullmqProcessor({
      [member]: (_event, { attempt }) => {
        attempts.push(attempt);
        if (fails) throw permanent(new Error('the database\u001b[2J is away'));
      },
    });
    const worker = new Worker(name, processor, { connection: { url: redisUrl, maxRetriesPerRequest: null } });
    while ((await queue.count()) > 0 || (await queue.getActiveCount()) > 0) await sleep(10);
    await worker.close();
    return attempts;
  };

  it('are listed, shown, retried with all of their attempts, and discarded', async () => {
    const record = await recordOf(member);
    const ids = ['a', 'b', 'c'].map((id) => `${id}-of-the-test`);
    for (const recordId of ids) await bullmqInbox(queue).put({ ...record, recordId });
    await work(true);

    const meta = await queue.getMeta();
    const listed = await cli(['failed', 'list', ...options, '--limit', '2']);
    expect(await queue.getMeta()).toEqual(meta);
    expect(meta).toMatchObject({ maxLenEvents: 500 });
    const elsewhere = ['--redis', new URL('/9999', redisUrl).href, '--queue', name];
    expect(await cli(['failed', 'discard', '--all', '--yes', ...elsewhere])).toMatchObject({
      code: 2,
      err: expect.stringContaining('This Redis has no database 9999'),
    });
    const absent = ['--redis', redisUrl, '--queue', `${name}-absent`];
    expect((await cli(['failed', 'list', ...absent])).err).toMatch(/^error: There is no queue/);
    expect((await cli(['failed', 'list', ...absent])).code).toBe(2);
    const lines = listed.out.split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^[abc]-of-the-test {2}Live\.CallbackAfterMemberStateChanged {2}room room_id {2}0 min ago {2}1 attempts {2}the database\\u001b\[2J is away$/,
    );
    expect(listed).toMatchObject({ code: 0, err: '1 more; see --limit.' });
    const json = JSON.parse((await cli(['failed', 'list', ...options, '--json'])).out) as FailedJob[];
    expect(json.map(({ id }) => id).toSorted()).toEqual(ids);
    expect(json[0]).toMatchObject({ command: member, roomId: 'room_id', attempts: 1 });

    const shown = JSON.parse((await cli(['failed', 'show', 'a-of-the-test', ...options])).out) as FailedJob;
    expect(shown).toMatchObject({ record: { ...record, recordId: 'a-of-the-test' }, stacktrace: [expect.any(String)] });
    expect(await cli(['failed', 'show', 'z', ...options])).toMatchObject({
      code: 1,
      err: 'error: There is no failed event with the id z. See failed list.',
    });

    expect(await cli(['failed', 'discard', 'c-of-the-test', ...options])).toMatchObject({
      code: 2,
      err: expect.stringContaining('Give --yes'),
    });
    expect((await cli(['failed', 'discard', 'c-of-the-test', ...options, '--yes'])).out).toBe(`Discarded ${member}.`);
    expect((await cli(['failed', 'retry', 'a-of-the-test', ...options])).out).toBe(`Retried ${member}.`);
    expect(await queue.getFailedCount()).toBe(1);
    expect(await cli(['failed', 'retry', ...options])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--all'),
    });
    expect((await cli(['failed', 'retry', '--all', ...options])).out).toBe('Retried 1 event.');

    expect(await work(false)).toEqual([1, 1]);
    expect((await cli(['failed', 'list', ...options])).out).toBe('No event has failed for good.');
  }, 30_000);
});
