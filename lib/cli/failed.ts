import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { openFailedJobs, type FailedJob, type FailedJobs } from './failed-jobs';
import { exitCodes, type ExitCode, type Output } from './io';
import { numberBetween } from './arguments';
import { ConnectionError, UsageError } from './errors';

interface Options {
  readonly redis?: string;
  readonly queue: string;
  readonly prefix: string;
  readonly json?: boolean;
  readonly limit: number;
  readonly all?: boolean;
  readonly yes?: boolean;
}

export const addFailed = (program: Command, io: Output, exit: (code: ExitCode) => void): void => {
  const failed = program
    .command('failed')
    .description('list, show, retry or discard the events that workers on BullMQ have given up');
  const verb = (name: string, description: string): Command =>
    failed
      .command(name)
      .description(description)
      .addOption(new Option('--redis <url>', 'the Redis of the queue').env('REDIS_URL'))
      .option('--queue <name>', "the queue's name", 'tencent-live')
      .option('--prefix <prefix>', "the queue's prefix, as your Queue has it", 'bull');
  /** Runs on an open queue, and closes it. */
  const on =
    (
      run: (jobs: FailedJobs, options: Options, id: string | undefined) => Promise<ExitCode>,
      check: (options: Options, id: string | undefined) => void = () => {},
    ) =>
    async (...args: readonly unknown[]): Promise<void> => {
      const command = args.at(-1) as Command;
      const options = command.opts<Options>();
      const [id] = command.args;
      check(options, id);
      const jobs = await open(options);
      try {
        exit(await run(jobs, options, id));
      } finally {
        await jobs.close();
      }
    };

  verb('list', 'list them, the newest first: command, room, age, attempts and reason')
    .option('--json', 'print JSON')
    .option('--limit <number>', 'how many', numberBetween(1, 100_000), 100)
    .action(on((jobs, options) => list(jobs, options, io)));
  verb('show', 'show one as JSON: its record, its body and its error')
    .argument('<id>', 'see list')
    .action(on((jobs, _options, id) => show(jobs, id, io)));
  verb('retry', 'have one, or all, handled again, with all of its attempts')
    .argument('[id]', 'see list')
    .option('--all', 'every failed event')
    .action(on((jobs, _options, id) => change(jobs, id, { done: 'Retried', apply: jobs.retry }, io), checkChoice));
  verb('discard', 'remove one, or all, for good')
    .argument('[id]', 'see list')
    .option('--all', 'every failed event')
    .option('--yes', 'really discard')
    .action(
      on(
        (jobs, _options, id) => change(jobs, id, { done: 'Discarded', apply: jobs.discard }, io),
        (options, id) => {
          checkChoice(options, id);
          if (!options.yes) throw new UsageError('A discarded event is gone. Give --yes to discard it.');
        },
      ),
    );
};

const checkChoice = ({ all }: Options, id: string | undefined): void => {
  if ((id === undefined) === (all === undefined)) throw new UsageError('Give the id of one event, or --all.');
};

/** Opens the queue with the BullMQ of the project that the command is run in. */
const open = async ({ redis, queue, prefix }: Options): Promise<FailedJobs> => {
  if (redis === undefined) throw new UsageError('Give the Redis: --redis redis://localhost:6379, or set REDIS_URL.');
  if (!isRedisUrl(redis)) {
    throw new UsageError(
      '--redis must be a URL such as redis://localhost:6379, or redis://localhost:6379/2 for database 2.',
    );
  }
  if (queue === '' || queue.includes(':')) throw new UsageError('--queue must be a name without a colon.');
  let bullmq: unknown;
  try {
    bullmq = createRequire(join(process.cwd(), 'package.json'))('bullmq');
  } catch (cause) {
    throw new UsageError('There is no BullMQ in this folder. Run the command in your project, which has it.', {
      cause,
    });
  }
  try {
    return await openFailedJobs(bullmq, { url: redis, queue, prefix });
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new ConnectionError(
      `Redis does not answer (${cause instanceof Error ? cause.message : 'for no given reason'})`,
      {
        cause,
      },
    );
  }
};

const isRedisUrl = (text: string): boolean => {
  try {
    const { protocol, hostname, pathname, searchParams, username, password } = new URL(text);
    // ioredis decodes both, and throws where it cannot.
    for (const part of [username, password]) decodeURIComponent(part);
    return /^rediss?:$/.test(protocol) && hostname !== '' && /^\/?\d*$/.test(pathname) && !searchParams.has('db');
  } catch {
    return false;
  }
};

const list = async (jobs: FailedJobs, { json, limit }: Options, io: Output): Promise<ExitCode> => {
  const { total, jobs: found } = await jobs.list(limit);
  if (total > found.length) io.err(`${total - found.length} more; see --limit.`);
  if (json) {
    io.json(found);
    return exitCodes.ok;
  }
  if (total === 0) io.out('No event has failed for good.');
  for (const { id, command, roomId, failedAt, attempts, reason } of found) {
    const room = roomId === undefined ? 'no room' : `room ${roomId}`;
    io.out(`${id}  ${command}  ${room}  ${ageOf(failedAt)} ago  ${attempts} attempts  ${reason}`);
  }
  return exitCodes.ok;
};

const show = async (jobs: FailedJobs, id: string | undefined, io: Output): Promise<ExitCode> => {
  const job = id === undefined ? undefined : await jobs.find(id);
  if (!job) return notFound(id, io);
  io.json(job);
  return exitCodes.ok;
};

const change = async (
  jobs: FailedJobs,
  id: string | undefined,
  { done, apply }: { readonly done: string; readonly apply: (job: FailedJob) => Promise<boolean> },
  io: Output,
): Promise<ExitCode> => {
  if (id !== undefined) {
    const job = await jobs.find(id);
    if (!job || !(await apply(job))) return notFound(id, io);
    io.out(`${done} ${job.command}.`);
    return exitCodes.ok;
  }
  const { jobs: found } = await jobs.list(Number.MAX_SAFE_INTEGER);
  let changed = 0;
  for (const job of found) if (await apply(job)) changed += 1;
  io.out(`${done} ${changed} ${changed === 1 ? 'event' : 'events'}.`);
  if (changed < found.length) io.err(`${found.length - changed} had been retried or discarded in the meantime.`);
  return exitCodes.ok;
};

const notFound = (id: string | undefined, io: Output): ExitCode => {
  io.err(`error: There is no failed event with the id ${String(id)}. See failed list.`);
  return exitCodes.failed;
};

const ageOf = (failedAt: string | undefined): string => {
  if (failedAt === undefined) return 'some time';
  const minutes = Math.round((Date.now() - Date.parse(failedAt)) / 60_000);
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / (24 * 60))} days`;
};
