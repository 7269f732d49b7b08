import { randomUUID } from 'node:crypto';
import * as E from 'fp-ts/Either';
import type { ClaimState } from '../stores/store';
import type { Decoded } from './decode';
import type { Arrival } from './envelope';
import { failure } from './failure';
import { refused, type Ending } from './outcome';
import type { Service } from './service';

export interface Claimed extends Decoded {
  /** Tells the store whether the event was handled; never rejects. Absent where nothing is remembered. */
  readonly release?: (wasHandled: boolean) => Promise<unknown>;
  readonly storeUnavailable?: true;
}

type Claim = E.Either<Ending, Claimed>;

/** How long an event stays taken by a process that died while handling it. */
const leaseMs = 60_000;

/** The store may use this part of the time that is left: the rest is the handler's. */
const storeShare = 1 / 3;

/**
 * Lets one delivery of an event through. Only after-commands that have a handler, and only where something identifies
 * the event. A store that fails or is slow costs the protection, never the event.
 */
export const claim =
  ({ store, ttlMs }: NonNullable<Service['dedupe']>, deadlineMs: number) =>
  (decoded: Decoded, { request, deadline }: Arrival): Claim | Promise<Claim> => {
    const key = keyOf(decoded, request);
    if (key === undefined) return E.right(decoded);

    const owner = randomUUID();
    // Async, so that what a store throws rejects as well.
    const begin = async (): Promise<ClaimState> => store.begin(key, owner, leaseMs);
    const tell = async (wasHandled: boolean): Promise<void> =>
      wasHandled ? store.complete(key, owner, ttlMs) : store.abandon(key, owner);
    const release = (wasHandled: boolean): Promise<unknown> => inTime(deadlineMs, tell(wasHandled));
    const state = inTime(deadline.remaining * storeShare, begin());
    return state.then(proceed({ ...decoded, release }));
  };

/** Two mounts that share a store differ in the path that Tencent posts to. */
const keyOf = ({ route, delivery }: Decoded, request: Arrival['request']): string | undefined => {
  if (!route.handler || route.endsAs !== 'handled' || route.command.kind !== 'after') return undefined;
  const { eventId } = delivery;
  // Express cuts the mount's path off `url`, and keeps all of it in `originalUrl`.
  const [path] = (request.originalUrl ?? request.url ?? '').split('?', 1);
  return eventId && `${eventId}${path}`;
};

/** What the store answers; `undefined` when it fails or is too slow. */
const inTime = <Answer>(ms: number, answer: Promise<Answer>): Promise<Answer | undefined> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, undefined);
    const settle = (settled: Answer | undefined): void => {
      clearTimeout(timer);
      resolve(settled);
    };
    answer.then(settle, () => settle(undefined));
  });

const proceed =
  (claimed: Claimed) =>
  (state: ClaimState | undefined): Claim => {
    switch (state) {
      case 'first':
        return E.right(claimed);
      case 'in-progress':
        return E.left(refused(inProgress, claimed.route, claimed.delivery.rawBody));
      case 'done': {
        const { route, delivery, event } = claimed;
        return E.left({ type: 'duplicate', command: route.name, delivery, event, rawBody: delivery.rawBody });
      }
      case undefined:
      // A store of the user's own may answer anything.
      default:
        return E.right({ ...claimed, storeUnavailable: true });
    }
  };

const inProgress = failure('in-progress', 'Another delivery of this event is being handled.');
