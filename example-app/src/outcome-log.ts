import type { Logger } from 'pino';
import type { Outcome } from 'tencent-live-webhooks';

const longestBody = 2000;

/**
 * For `onOutcome`: one line per delivery, and a second one when a late handler settles. An outcome holds neither the
 * token nor the URL, whose Sign is as good as the token for a minute.
 */
export const outcomeLog =
  (logger: Logger) =>
  (outcome: Outcome): void => {
    const { type, command, failure, ack, durationMs } = outcome;
    logger[levelOf(outcome)](
      {
        outcome: type,
        command,
        // As text, not parsed: `JSON.parse` would round the account ids.
        ...(outcome.type === 'refused'
          ? { body: outcome.rawBody?.toString('utf8', 0, longestBody) }
          : { event: outcome.event }),
        failure: failure?.type,
        reason: failure?.message,
        err: failure && 'cause' in failure ? failure.cause : undefined,
        errorCode: ack.ErrorCode,
        durationMs: Math.round(durationMs * 10) / 10,
      },
      `webhook ${type}`,
    );
  };

const levelOf = ({ type, failure }: Outcome): 'info' | 'warn' | 'error' => {
  if (type === 'refused') return 'warn';
  return failure ? 'error' : 'info';
};
