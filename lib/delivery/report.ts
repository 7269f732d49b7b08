import type { Ack, Outcome, Settled } from './outcome';
import type { Service } from './service';
import { warn } from './warn';

/** Tells the app how a delivery ended: once after the reply, and once more when a late handler settles. */
export const reporter = ({ onOutcome = () => {} }: Pick<Service, 'onOutcome'>) => {
  let hasWarned = false;

  const tell = async (outcome: Outcome): Promise<void> => {
    try {
      await onOutcome(outcome);
    } catch (cause) {
      if (hasWarned) return;
      hasWarned = true;
      warn('onOutcome failed; the deliveries themselves are not affected', 'ON_OUTCOME', cause);
    }
  };

  /** @param start when the request arrived, by `performance.now()` */
  return async ({ ending, running }: Settled, ack: Ack, start: number): Promise<void> => {
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
