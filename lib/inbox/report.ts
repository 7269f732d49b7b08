import { debuglog } from 'node:util';
import { printable } from '../delivery/printable';
import { createWarning } from '../delivery/warn';
import type { AnyInboxOutcome } from './outcome';

/** Writes to standard error when `NODE_DEBUG` names it. */
const debug = debuglog('tencent-live-webhooks');

/** Creates what reports an attempt to the app. Neither waits for the hook, nor fails with it. */
export const createInboxReporter = (
  onOutcome: ((outcome: AnyInboxOutcome) => unknown) | undefined,
): ((outcome: AnyInboxOutcome) => void) => {
  const warn = createWarning('onOutcome failed; the events themselves are not affected', 'ON_OUTCOME');
  const call = async (outcome: AnyInboxOutcome): Promise<void> => {
    try {
      await onOutcome?.(outcome);
    } catch (cause) {
      warn(cause);
    }
  };

  return (outcome) => {
    if (debug.enabled) debug('%s', lineOf(outcome));
    void call(outcome);
  };
};

/** Holds nothing of the body or of what a handler threw: many people read logs. */
const lineOf = ({ type, command, delivery, attempt, durationMs, failure }: AnyInboxOutcome): string => {
  const name = command ?? delivery?.command;
  const subject = name === undefined ? 'a queued event' : `"${printable(name)}"`;
  return `${type} ${subject}, attempt ${attempt}, in ${durationMs.toFixed(1)} ms${failure ? `; ${failure.message}` : ''}`;
};
