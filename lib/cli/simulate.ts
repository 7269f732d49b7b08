import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { signedRequest } from '../testing';
import { patienceMs } from './acknowledgement';
import { checkToken, sdkAppIdOption, tokenOption, type Identity } from './identity';
import { exitCodes, type ExitCode, type Output } from './io';
import { poster, Unanswered, Unreachable } from './post';
import { reach } from './reach';
import { seededChance } from './simulation/chance';
import type { Happening } from './simulation/happening';
import { atRate } from './simulation/pace';
import { progressOf, summaryOf, type Report } from './simulation/report';
import { tallier } from './simulation/tally';
import { makeWorld } from './simulation/world';
import { callbackUrl, numberFrom } from './usage';

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
    .description('play live rooms: hosts, audience, seats, gifts, messages, battles, as real requests to a server')
    .argument('<url>', 'the callback URL of the server', callbackUrl)
    .addOption(sdkAppIdOption().makeOptionMandatory())
    .addOption(tokenOption())
    .option('--rooms <count>', 'how many rooms there are at once', numberFrom(1, 10_000), 4)
    .option('--rate <events>', 'events a second over all rooms, or max', rate, 5)
    .option('--seconds <count>', 'how long; otherwise until Ctrl-C', numberFrom(0, 2_000_000, Number.isFinite))
    .option('--seed <number>', 'plays the same again', numberFrom(0, 2 ** 32 - 1))
    .option('--json', 'print the summary as JSON')
    .action(async (url: URL, options: SimulateOptions) => end(await simulate(url, options, io)));
};

const rate = (text: string): number | 'max' =>
  text === 'max' ? text : numberFrom(0.01, 100_000, Number.isFinite)(text);

/** How long a server that is just starting is waited for. */
const startLimitMs = 10_000;

/** Plays until it is interrupted or the time is over, then tells what came of it. */
export const simulate = async (url: URL, options: SimulateOptions, io: Output): Promise<ExitCode> => {
  checkToken(options.token);
  const { sdkAppId, token, rooms, rate: perSecond, seconds, seed = Math.floor(Math.random() * 2 ** 32) } = options;
  io.err(`Playing ${rooms} rooms (seed ${seed}) to ${url.href}. Ctrl-C ends it.`);
  await reach(url, startLimitMs);

  const world = makeWorld(rooms, seededChance(seed));
  const server = poster(url, patienceMs);
  const tally = tallier();
  const following: Happening[] = [];
  const playNext = async (): Promise<void> => {
    const { command, body, whenAllowed } = following.shift() ?? world.next(Date.now());
    try {
      const reply = await server.post(signedRequest({ sdkAppId, command, body, token, url: url.href }));
      const follows = tally.replied(command, reply) && whenAllowed?.(Date.now());
      if (follows) following.push(follows);
    } catch (error) {
      if (!(error instanceof Unanswered || error instanceof Unreachable)) throw error;
      tally.unanswered(command, error.message);
      // A server that is gone is not called at full speed.
      await sleep(100);
    }
  };

  const start = performance.now();
  const report = (): Report => ({ ...tally.total(), rooms, seed, seconds: (performance.now() - start) / 1000 });
  const ticking = setInterval(() => io.progress(progressOf(report())), 1000);
  const signals = [io.interrupted(), ...(seconds === undefined ? [] : [AbortSignal.timeout(seconds * 1000)])];
  try {
    await atRate(perSecond, AbortSignal.any(signals), playNext);
  } finally {
    clearInterval(ticking);
    server.close();
  }

  io.progress('');
  if (options.json) io.json(report());
  else io.out(...summaryOf(report()));
  return tally.total().faulty === 0 ? exitCodes.fine : exitCodes.failed;
};
