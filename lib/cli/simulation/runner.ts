import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedRequest } from '../../testing';
import type { Client } from '../client';
import { ConnectionError, NoResponseError } from '../errors';
import type { SimulatedEvent } from './room';
import type { Counter } from './statistics';
import type { World } from './world';

/** The most requests in flight at once. */
const concurrency = 64;

/** How long to wait after a request without a reply, so that a server that is down is not called at full speed. */
const pauseMs = 100;

/** What every request of a simulation has in common. */
interface Target {
  readonly url: string;
  readonly sdkAppId: string;
  readonly token: string | undefined;
}

/** Creates the task that sends the next event of a world and counts the reply. */
export const createSender = (
  world: World,
  client: Client,
  counter: Counter,
  { url, sdkAppId, token }: Target,
): (() => Promise<void>) => {
  const following: SimulatedEvent[] = [];

  return async () => {
    const { command, body, whenAllowed } = following.shift() ?? world.next(Date.now());
    try {
      const reply = await client.post(signedRequest({ sdkAppId, command, body, token, url }));
      const next = counter.addReply(command, reply) && whenAllowed?.(Date.now());
      if (next) following.push(next);
    } catch (error) {
      if (!(error instanceof NoResponseError || error instanceof ConnectionError)) throw error;
      counter.addFault(command, error.message);
      await sleep(pauseMs);
    }
  };
};

/**
 * Repeats a task at a rate that does not depend on how long the task takes, or as often as possible. A delay of more
 * than a second is not made up for. Resolves after the signal is aborted and the running tasks have ended.
 */
export const repeat = async (
  perSecond: number | 'max',
  signal: AbortSignal,
  task: () => Promise<void>,
): Promise<void> => {
  const interval = perSecond === 'max' ? 0 : 1000 / perSecond;
  let dueAt = performance.now();
  setMaxListeners(concurrency, signal);

  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      const now = performance.now();
      const wait = dueAt - now;
      dueAt = Math.max(dueAt, now - 1000) + interval;
      // The sleep only rejects when the signal is aborted, which the next line checks.
      if (wait > 1) await sleep(wait, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await task();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
};
