import type { Logger } from 'pino';
import type { Backlog } from './backlog';
import type { ModerationConfig } from './config';
import { inTime } from './in-time';
import type { Message } from './message';
import { longestHoldMs, type Store } from './store';

/** Stores a message before its verdict is sent. Resolves to whether it is in the list by then. */
export type Keep = (message: Message, signal: AbortSignal) => Promise<boolean>;

interface Parts {
  readonly store: Store;
  readonly backlog: Backlog;
  readonly onFailure: ModerationConfig['onFailure'];
  readonly logger: Logger;
}

/**
 * The list and the verdicts agree in the end, also where the database was too slow: a message that was refused all the
 * same is stored later, and one that was allowed is taken out if it was stored after all.
 */
export const createKeeper = ({ store, backlog, onFailure, logger }: Parts): Keep => {
  const correct = (message: Message): void => {
    const { contentId, attempt, body } = message;
    const ids = { contentId, attempt };
    backlog.add(
      onFailure === 'deny'
        ? { contentId, bytes: body.length, run: () => store.hold(message) }
        : { contentId, bytes: contentId.length, run: () => store.revoke(ids) },
    );
  };

  return async (message, signal) => {
    const storing = store.hold(message);
    try {
      await inTime(storing, longestHoldMs);
      // After the deadline the package has answered already, as `onFailure` says.
      signal.throwIfAborted();
      // What wraps the handler may take until after the deadline, and then the message was allowed.
      if (onFailure === 'allow') signal.addEventListener('abort', () => correct(message), { once: true });
      return true;
    } catch (err) {
      const { contentId, receiver } = message;
      logger.error({ err, contentId, receiver, verdict: onFailure }, 'a message could not be stored in time');
      // Not before this attempt has ended: a correction must not overtake it.
      void storing.then(
        () => {
          if (onFailure === 'allow') correct(message);
        },
        () => correct(message),
      );
      return false;
    }
  };
};
