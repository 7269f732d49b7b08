import { debuglog } from 'node:util';
import type { Config } from './config';
import type { AnyOutcome } from './outcome';
import { printable } from './printable';
import { createWarning } from './warn';

/** Writes to standard error when `NODE_DEBUG` names it. */
const debug = debuglog('tencent-live-webhooks');

/** Creates what reports an outcome to the app; `undefined` where no hook and no debug log wants to know. */
export const createReporter = ({
  onOutcome,
}: Pick<Config, 'onOutcome'>): ((outcome: AnyOutcome) => Promise<void>) | undefined => {
  if (!onOutcome && !debug.enabled) return undefined;
  const warn = createWarning('onOutcome failed; the deliveries themselves are not affected', 'ON_OUTCOME');

  return async (outcome) => {
    if (debug.enabled) debug('%s', lineOf(outcome));
    try {
      await onOutcome?.(outcome);
    } catch (cause) {
      warn(cause);
    }
  };
};

/** Holds nothing of the body, of the URL or of what a handler threw: many people read logs. */
const lineOf = (outcome: AnyOutcome): string => {
  const { type, delivery, command = delivery?.command, failure, ack, durationMs, storeError, replyError } = outcome;
  const subject = command === undefined ? type : `${type} "${printable(command)}"`;
  return [
    `${subject} in ${durationMs.toFixed(1)} ms, answered ${ack.ActionStatus} ${ack.ErrorCode}`,
    ...(failure ? [`${failure.type}: ${failure.message}`] : []),
    ...(storeError ? [`deduplication store: ${storeError.message}`] : []),
    ...(replyError ? [`reply: ${replyError.message}`] : []),
  ].join('; ');
};
