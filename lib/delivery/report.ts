import { debuglog } from 'node:util';
import type { Ack, Outcome, Settled } from './outcome';
import type { Service } from './service';
import { warn } from './warn';

type Report = (settled: Settled, ack: Ack, start: number) => Promise<void> | undefined;

/** Written to stderr when `NODE_DEBUG` names it. */
const debug = debuglog('tencent-live-webhooks');

/**
 * Tells the app how a delivery ended: once after the reply, and once more when a late handler settles.
 *
 * `start` is when the request arrived, by `performance.now()`.
 */
export const reporter = ({ onOutcome }: Pick<Service, 'onOutcome'>): Report => {
  if (!onOutcome && !debug.enabled) return () => undefined;
  let hasWarned = false;

  const tell = async (outcome: Outcome): Promise<void> => {
    if (debug.enabled) debug('%s', lineOf(outcome));
    try {
      await onOutcome?.(outcome);
    } catch (cause) {
      if (hasWarned) return;
      hasWarned = true;
      warn('onOutcome failed; the deliveries themselves are not affected', 'ON_OUTCOME', cause);
    }
  };

  return async ({ ending, running }, ack, start) => {
    const told = tell({ ...ending, ack, durationMs: performance.now() - start });
    if (ending.type === 'failed' && running) {
      const { failure: _, fallback: __, ...reached } = ending;
      const { failure } = (await running).ending;
      await tell({
        ...reached,
        type: 'late',
        ...(failure && { failure }),
        ack,
        durationMs: performance.now() - start,
      });
    }
    await told;
  };
};

/** Nothing of the body, of the URL or of what a handler threw: logs are read by many. */
const lineOf = ({ type, command, failure, ack, durationMs }: Outcome): string =>
  [
    `${type}${command === undefined ? '' : ` ${JSON.stringify(command)}`} in ${durationMs.toFixed(1)} ms, answered ${ack.ActionStatus} ${ack.ErrorCode}`,
    ...(failure ? [`${failure.type}: ${failure.message}`] : []),
  ].join('; ');
