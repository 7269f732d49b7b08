import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import type { FailedJob } from '../../lib/cli/failed-jobs';
import { bullmqInbox, bullmqProcessor, permanent } from '../../lib/inbox/bullmq';
import { cli } from '../support/cli';
import { recordOf } from '../support/inbox';
import { describeWithRedis, redisUrl } from '../support/redis';

const member = 'Live.CallbackAfterMemberStateChanged';

it.each<[string[], RegExp]>([
  [['failed', 'list'], /Say which Redis: --redis redis:\/\/localhost:6379, or set REDIS_URL/],
  [['failed', 'list', '--redis', 'localhost'], /--redis must be a URL such as redis:/],
  [['failed', 'discard', '--all'], /A discarded event is gone\. Say --yes/],
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

describeWithRedis('failed events', () => {
  const name = `failed-${randomUUID()}`;
  const queue = new Queue(name, { connection: { url: redisUrl } });
  const options = ['--redis', redisUrl, '--queue', name];
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

    const listed = await cli(['failed', 'list', ...options, '--limit', '2']);
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
      err: expect.stringContaining('Say --yes'),
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
