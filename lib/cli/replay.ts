import type { Command } from 'commander';
import { readRecording, type RecordedRequest } from '../testing/recorded';
import { assertToken, callbackUrl, numberBetween, sdkAppIdOption, tokenOption, type Identity } from './arguments';
import { createClient, type Client } from './client';
import { NoResponseError, UsageError } from './errors';
import { exitCodes, type ExitCode, type Output } from './io';
import { describeDifference, differencesBetween, type Difference } from './replay-difference';
import { matches, type Filter } from './replay-filter';
import { createPace } from './replay-pace';
import { buildReplay } from './replay-request';
import { tencentTimeoutMs } from './reply';

interface ReplayOptions extends Partial<Identity>, Filter {
  readonly speed: number | 'max';
  readonly limit?: number;
  readonly json?: boolean;
}

export const addReplay = (program: Command, io: Output, end: (code: ExitCode) => void): void => {
  program
    .command('replay')
    .description('send the requests of a recording again, signed anew, and compare the replies with the recorded ones')
    .argument('<file>', 'a file that record has written')
    .argument('<url>', 'the callback URL of the server', callbackUrl)
    .addOption(sdkAppIdOption().default(undefined, 'the recorded one'))
    .addOption(tokenOption('. Without one the requests are unsigned'))
    .option('--speed <factor>', '1 as recorded, 10 ten times as fast, or max', parseSpeed, 1)
    .option('--only <command>', 'only requests of this command')
    .option('--room <id>', 'only requests about this room')
    .option('--limit <count>', 'at most so many requests', numberBetween(1, Number.MAX_SAFE_INTEGER))
    .option('--json', 'print the result as JSON')
    .action(async (file: string, url: URL, options: ReplayOptions) => end(await replay(file, url, options, io)));
};

const parseSpeed = (text: string): number | 'max' =>
  text === 'max' ? text : numberBetween(0.01, 10_000, Number.isFinite)(text);

/** A request whose reply was not the recorded one. */
interface DifferentReply {
  readonly line: number;
  readonly command: string | undefined;
  readonly differences: readonly Difference[];
}

/** The most of them that are listed as JSON, because they are held in memory until the end. */
const mostListed = 10_000;

/** Sends one request after the other, so that their order is the recorded one. */
const replay = async (file: string, url: URL, options: ReplayOptions, io: Output): Promise<ExitCode> => {
  assertToken(options.token);
  const client = createClient(url, tencentTimeoutMs);
  const stopped = io.interrupted();
  const wait = createPace(options.speed, stopped);
  const listed: DifferentReply[] = [];
  let sent = 0;
  let different = 0;
  /** Requests without a recorded reply of the app to compare with. */
  let notCompared = 0;
  /** Requests whose body was not recorded completely. */
  let skipped = 0;
  const timer = setInterval(() => io.progress(`${sent} requests, ${different} with another reply`), 1000);
  try {
    for await (const { line, request } of readOrUsageError(file, io)) {
      if (!matches(options, request)) continue;
      if (request.isBodyCut) {
        skipped += 1;
        continue;
      }
      await wait(request.time);
      if (stopped.aborted) break;
      sent += 1;
      const differences = await sendAndCompare(request, url, options, client);
      if (differences === undefined) notCompared += 1;
      else if (differences.length > 0) {
        different += 1;
        const found = { line, command: request.command, differences };
        if (!options.json) io.out(...describe(found));
        else if (listed.length < mostListed) listed.push(found);
      }
      if (sent === options.limit) break;
    }
  } finally {
    clearInterval(timer);
    client.close();
    io.progress('');
  }
  if (sent === 0 && !stopped.aborted) {
    throw new UsageError(`There is no request to replay in ${file}. Check --only and --room, if you gave them.`);
  }
  if (options.json) io.json({ sent, different, notCompared, skipped, differences: listed });
  else {
    io.out(
      `${sent} requests, ${different} with another reply than the recorded one.`,
      ...(notCompared === 0 ? [] : [`${notCompared} were not compared: the app had not replied to them.`]),
      ...(skipped === 0 ? [] : [`${skipped} were not sent: their bodies are incomplete.`]),
    );
  }
  return different === 0 ? exitCodes.ok : exitCodes.failed;
};

async function* readOrUsageError(file: string, io: Output): ReturnType<typeof readRecording> {
  try {
    yield* readRecording(file, (line) => io.err(`Line ${line}, the last one, is incomplete and is left out.`));
  } catch (error) {
    throw new UsageError(`${file} could not be read to its end. ${(error as Error).message}`);
  }
}

/** Returns the differences, or `undefined` if the app's reply was not recorded. */
const sendAndCompare = async (
  request: RecordedRequest,
  url: URL,
  identity: Partial<Identity>,
  client: Client,
): Promise<readonly Difference[] | undefined> => {
  const { reply, error } = request;
  const isComparable = reply !== undefined && error === undefined;
  try {
    const replayed = await client.post(buildReplay(request, url, identity));
    return isComparable ? differencesBetween(reply, replayed) : undefined;
  } catch (cause) {
    if (!(cause instanceof NoResponseError)) throw cause;
    return isComparable ? [{ field: 'reply', recorded: 'a reply', replayed: cause.message }] : undefined;
  }
};

const describe = ({ line, command = 'no command', differences }: DifferentReply): readonly string[] =>
  differences.map((difference) => `line ${line}, ${command}: ${describeDifference(difference)}`);
