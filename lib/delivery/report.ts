import { inspect } from 'node:util';
import type { Ack, Ending, Outcome } from './outcome';
import type { Service } from './service';

/** Tells the app how a delivery ended: once after the reply, and once more when a late handler settles. */
export const reporter = ({ onOutcome = () => {} }: Pick<Service, 'onOutcome'>) => {
  let hasWarned = false;

  const tell = async (outcome: Outcome): Promise<void> => {
    try {
      await onOutcome(outcome);
    } catch (cause) {
      if (hasWarned) return;
      hasWarned = true;
      process.emitWarning('onOutcome failed; the deliveries themselves are not affected', {
        code: 'TENCENT_LIVE_WEBHOOKS_ON_OUTCOME',
        detail: inspect(cause, { customInspect: false }),
      });
    }
  };

  /** @param start when the request arrived, by `performance.now()` */
  return async (ending: Ending, ack: Ack, start: number): Promise<void> => {
    const told = tell({ ...withoutRunning(ending), ack, durationMs: performance.now() - start });
    if (ending.type === 'failed' && ending.running) {
      const { command, delivery, event, rawBody } = ending;
      const { failure } = await ending.running;
      await tell({
        type: 'late',
        command,
        delivery,
        event,
        rawBody,
        ...(failure && { failure }),
        ack,
        durationMs: performance.now() - start,
      });
    }
    await told;
  };
};

const withoutRunning = (ending: Ending): Ending => {
  if (ending.type !== 'failed') return ending;
  const { running: _, ...failed } = ending;
  return failed;
};
