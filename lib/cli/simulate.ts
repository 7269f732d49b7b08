import type { Command } from 'commander';
import { createClient, waitForServer } from './client';
import { exitCodes, type ExitCode, type Output } from './io';
import { assertToken, callbackUrl, numberBetween, sdkAppIdOption, tokenOption, type Identity } from './arguments';
import { tencentTimeoutMs } from './reply';
import { createRandom } from './simulation/random';
import { createSender, repeat } from './simulation/runner';
import { createCounter, describeProgress, describeReport, type Report } from './simulation/statistics';
import { createWorld } from './simulation/world';

export interface SimulateOptions extends Identity {
  readonly rooms: number;
  readonly rate: number | 'max';
  readonly seconds?: number;
  readonly seed?: number;
  readonly json?: boolean;
}

export const addSimulate = (program: Command, io: Output, end: (code: ExitCode) => void): void => {
  program
    .command('simulate')
    .description('simulate live rooms with hosts, audience, seats, gifts, messages and battles, as real requests')
    .argument('<url>', 'the callback URL of the server', callbackUrl)
    .addOption(sdkAppIdOption().makeOptionMandatory())
    .addOption(tokenOption())
    .option('--rooms <count>', 'how many rooms are open at once', numberBetween(1, 10_000), 4)
    .option('--rate <events>', 'events a second over all rooms, or max', parseRate, 5)
    .option('--seconds <count>', 'how long; without it until Ctrl-C', numberBetween(0, 2_000_000, Number.isFinite))
    .option('--seed <number>', 'repeats the simulation that printed this seed', numberBetween(0, 2 ** 32 - 1))
    .option('--json', 'print the summary as JSON')
    .action(async (url: URL, options: SimulateOptions) => end(await simulate(url, options, io)));
};

const parseRate = (text: string): number | 'max' =>
  text === 'max' ? text : numberBetween(0.01, 100_000, Number.isFinite)(text);

/** How long to wait for a server that is starting. */
const startTimeoutMs = 10_000;

/** Simulates rooms until the user interrupts or the time is over, then prints a summary. */
export const simulate = async (url: URL, options: SimulateOptions, io: Output): Promise<ExitCode> => {
  assertToken(options.token);
  const { sdkAppId, token, rooms, rate, seconds, seed = Math.floor(Math.random() * 2 ** 32) } = options;
  io.err(`Simulating ${rooms} rooms (seed ${seed}) for ${url.href}. Press Ctrl-C to stop.`);
  await waitForServer(url, startTimeoutMs);

  const client = createClient(url, tencentTimeoutMs);
  const counter = createCounter();
  const world = createWorld(rooms, createRandom(seed));
  const sendNext = createSender(world, client, counter, { sdkAppId, token, url: url.href });

  const start = performance.now();
  const report = (): Report => ({ ...counter.total(), rooms, seed, seconds: (performance.now() - start) / 1000 });
  const timer = setInterval(() => io.progress(describeProgress(report())), 1000);
  const signals = [io.interrupted(), ...(seconds === undefined ? [] : [AbortSignal.timeout(seconds * 1000)])];
  try {
    await repeat(rate, AbortSignal.any(signals), sendNext);
  } finally {
    clearInterval(timer);
    client.close();
  }

  io.progress('');
  if (options.json) io.json(report());
  else io.out(...describeReport(report()));
  return counter.total().faulty === 0 ? exitCodes.ok : exitCodes.failed;
};
