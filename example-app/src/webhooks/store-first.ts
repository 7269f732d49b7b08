import { setTimeout as sleep } from 'node:timers/promises';
import { allow, type Delivery, type Handlers } from 'tencent-live-webhooks';
import type { EventStore } from '../store/event-store';
import { projectionOf, projections } from '../store/projections';

type Handler = (event: unknown, delivery: Delivery) => unknown;

interface Verdict {
  readonly verdict: string;
  readonly code?: number;
}

/** How long a verdict waits for its event to be stored, at most and, however late it is, at least. */
const mostWaitMs = 800;
const leastWaitMs = 100;

/** The package replies without the verdict 1,500 ms after the request arrived, so the wait ends before. */
const readyAfterMs = 1300;

interface Parts {
  readonly store: EventStore;
  /** A verdict was sent before its event was stored, which may fail after all. */
  readonly onUnconfirmed: (command: string) => void;
}

/**
 * A handler for every command, which stores the event around the app's own handler. An after-event is stored first; it
 * is acknowledged once it is in the database, and where that takes too long the package answers FAIL in time. A
 * before-event is stored with its verdict, before the verdict is sent, within the time there is: a database that is
 * stuck must not block every gift.
 */
export const storeFirst = (handlers: Handlers, { store, onUnconfirmed }: Parts): Handlers => {
  const own: Readonly<Record<string, unknown>> = handlers;

  const after =
    (handler: Handler | undefined): Handler =>
    async (event, delivery) => {
      await store.keep(delivery, projectionOf(delivery.command, event));
      await handler?.(event, delivery);
    };

  const before =
    // Called without the event, which would replace the message in the reply.
    (handler: Handler = () => allow()): Handler =>
      async (event, delivery) => {
        const verdict = (await handler(event, delivery)) as Verdict | undefined;
        const kept = store.keep(delivery, projectionOf(delivery.command, event), errorCodeOf(verdict)).then(
          () => true,
          () => false,
        );
        const isKept = await Promise.race([kept, sleep(waitMsOf(delivery), false, { ref: false })]);
        if (!isKept) onUnconfirmed(delivery.command);
        return verdict;
      };

  const wrapped = Object.keys(projections).map((command) => {
    const handler = own[command] as Handler | undefined;
    return [command, command.includes('.CallbackBefore') ? before(handler) : after(handler)];
  });
  // The commands of Tencent's catalogue, each with a handler of its kind: what `Handlers` says, which
  // `Object.fromEntries` cannot express.
  return { ...handlers, ...(Object.fromEntries(wrapped) as Handlers) };
};

/** A handler that took long leaves less time for storing. */
const waitMsOf = ({ receivedAt }: Delivery): number => {
  const elapsedMs = Date.now() - receivedAt.getTime();
  return Math.min(mostWaitMs, Math.max(leastWaitMs, readyAfterMs - elapsedMs));
};

/** As Tencent gets it. Of a handler that returned no verdict, the package says so in its reply. */
const errorCodeOf = (verdict: Verdict | undefined): number => {
  if (verdict?.verdict === 'deny') return verdict.code ?? 1;
  return verdict?.verdict === 'drop' ? 2 : 0;
};
