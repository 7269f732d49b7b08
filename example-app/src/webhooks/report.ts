import type { Logger } from 'pino';
import type { Outcome } from 'tencent-live-webhooks';
import type { DeliveryLog } from '../store/delivery-log';
import { projectionOf } from '../store/projections';
import type { Sampler } from './sampler';

interface Parts {
  readonly deliveries: DeliveryLog;
  /** Decides which unauthenticated deliveries are kept. */
  readonly sampler: Sampler;
  readonly logger: Logger;
  /** Metrics, and the health that the page shows. */
  readonly observers: readonly ((outcome: Outcome) => void)[];
}

/**
 * For `onOutcome`: counts and logs every delivery. Anyone can send an unauthenticated one, as often as they like, so of
 * those only the count grows without limit; the log and the database get a sample.
 */
export const createReport =
  ({ deliveries, sampler, logger, observers }: Parts) =>
  (outcome: Outcome): void => {
    for (const observe of observers) observe(outcome);
    deliveries.count(outcome.type, outcome.failure?.type);
    if (!isAuthenticated(outcome) && !sampler.take(outcome.failure?.type ?? '')) return;
    log(logger, outcome);
    deliveries.add({ ...describe(outcome), reply: JSON.stringify(outcome.ack), durationMs: outcome.durationMs });
  };

/** The package names the command of a refused delivery only when the request was authentic. */
const isAuthenticated = ({ type, command }: Outcome): boolean => type !== 'refused' || command !== undefined;

const describe = (outcome: Outcome) => {
  const { type, delivery, failure } = outcome;
  // The name of a command outside the catalogue is in the delivery only.
  const command = outcome.command ?? delivery?.command;
  const { roomId, summary } = delivery ? projectionOf(delivery.command, outcome.event) : {};
  const eventId = delivery?.eventId;
  // The row of a stored event has the bytes already.
  const isStored = eventId !== undefined && (type === 'handled' || type === 'queued');
  return {
    receivedAt: delivery?.receivedAt ?? new Date(),
    outcome: type,
    failure: failure?.type,
    reason: failure?.message,
    command,
    roomId,
    eventId,
    summary,
    rawBody: isStored ? undefined : outcome.rawBody,
  };
};

/**
 * One line per delivery. It holds neither the token nor the URL, whose Sign is as good as the token for a minute. What
 * users wrote is part of the event, so it is logged at the level `debug` only.
 */
const log = (logger: Logger, outcome: Outcome): void => {
  const { type, command, failure, ack, durationMs } = outcome;
  const { eventId } = outcome.delivery ?? {};
  logger[levelOf(outcome)](
    {
      outcome: type,
      command,
      eventId,
      failure: failure?.type,
      reason: failure?.message,
      err: failure && 'cause' in failure ? failure.cause : undefined,
      errorCode: ack.ErrorCode,
      durationMs: Math.round(durationMs * 10) / 10,
      body: logger.isLevelEnabled('debug') ? bodyOf(outcome) : undefined,
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
