import type { Logger } from 'pino';
import type { Outcome } from 'tencent-live-webhooks';
import type { Journal } from './journal';
import { meaningOf } from './meanings';
import type { Metrics } from './metrics';

interface Parts {
  readonly journal: Journal;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** For `onOutcome`: counts and logs every delivery, and keeps what no handler has kept. */
export const outcomeHook =
  ({ journal, metrics, logger }: Parts) =>
  async (outcome: Outcome): Promise<void> => {
    metrics.count(outcome);
    log(logger, outcome);
    await keep(journal, outcome).catch((err: unknown) =>
      logger.error({ err, body: bodyOf(outcome) }, 'an outcome could not be kept'),
    );
  };

const keep = async (journal: Journal, outcome: Outcome): Promise<void> => {
  const { command, failure, ack, rawBody } = outcome;
  // Was kept when it was found to be late.
  if (outcome.type === 'late') return;
  if (failure || outcome.type === 'unknown') {
    const [name, reason] = failure ? [failure.type, failure.message] : ['unknown', 'There is no such command.'];
    await journal.keepRefusal({ command, failure: name, reason, errorCode: ack.ErrorCode, rawBody });
  } else if (outcome.command?.includes('.CallbackBefore')) {
    await journal.keepEvent(outcome.delivery, meaningOf(outcome.command, outcome.event), ack.ErrorCode);
  }
};

/** One line per delivery. An outcome holds neither the token nor the URL, whose Sign is as good as it for a minute. */
const log = (logger: Logger, outcome: Outcome): void => {
  const { type, command, failure, ack, durationMs } = outcome;
  logger[levelOf(outcome)](
    {
      outcome: type,
      command,
      ...(outcome.type === 'refused' ? { body: bodyOf(outcome) } : { event: outcome.event }),
      failure: failure?.type,
      reason: failure?.message,
      err: failure && 'cause' in failure ? failure.cause : undefined,
      errorCode: ack.ErrorCode,
      durationMs: Math.round(durationMs * 10) / 10,
    },
    `webhook ${type}`,
  );
};

const longestBody = 2000;

/** As text, not parsed: `JSON.parse` would round the account ids. */
const bodyOf = ({ rawBody }: Outcome): string | undefined => rawBody?.toString('utf8', 0, longestBody);

const levelOf = ({ type, failure }: Outcome): 'info' | 'warn' | 'error' => {
  if (type === 'refused') return 'warn';
  return failure ? 'error' : 'info';
};
