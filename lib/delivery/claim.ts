import { randomUUID } from 'node:crypto';
import * as E from 'fp-ts/Either';
import type { Config } from './config';
import type { RequestContext } from './context';
import { Deadlines } from './deadline';
import type { Decoded } from './decode';
import { createFailure, type Failure } from './failure';
import { atOnceOf, type ClaimState } from '../stores/store';
import { sha256 } from './sha256';
import { createWarning } from './warn';

export interface Claimed extends Decoded {
  /** The event was handled before. */
  readonly isDuplicate?: true;
  /** Tells the store whether the event was handled; its promise never rejects. Absent where nothing is remembered. */
  readonly settleClaim?: (isHandled: boolean) => Promise<void> | undefined;
  readonly storeError?: Error;
}

type Claim = E.Either<Failure, Claimed>;

/** How long a process keeps an event when it dies while handling it. */
const leaseMs = 60_000;

/** The store may use this share of the remaining time: the rest is the handler's. */
const storeShare = 1 / 3;

/**
 * Lets one delivery of an event through. This applies only to after-commands that have a handler here, and only where
 * something identifies the event. When the store fails or is slow, the event is handled without protection against duplicates.
 */
export const createClaimer = ({ dedupe, deadlineMs }: Pick<Config, 'dedupe' | 'deadlineMs'>) => {
  if (!dedupe) return undefined;
  const { store, ttlMs } = dedupe;
  const warn = createWarning('The deduplication store fails or is slow: duplicates may be handled again', 'STORE');

  // One each: a timer serves many limits best where they have about the same length.
  const [claimWithin, updateWithin] = [createTimeLimit(), createTimeLimit()];
  // A counter costs less than a UUID for each delivery.
  const owners = randomUUID();
  let count = 0;

  return (decoded: Decoded, { deadline, mountPath }: RequestContext): Claim | Promise<Claim> => {
    const key = keyOf(decoded, mountPath);
    if (key === undefined) return E.right(decoded);

    // Stryker disable next-line UpdateOperator: any number will do that no other delivery has.
    const owner = `${owners}:${++count}`;
    const settleClaim = (isHandled: boolean): Promise<void> | undefined => {
      const atOnce = isHandled ? atOnceOf(store, 'complete') : atOnceOf(store, 'abandon');
      // Stryker disable next-line ConditionalExpression,BlockStatement: the store's promise leads to the same, later.
      if (atOnce) {
        atOnce(key, owner, ttlMs);
        return undefined;
      }
      const update = (): Promise<void> => (isHandled ? store.complete(key, owner, ttlMs) : store.abandon(key, owner));
      return updateWithin(deadlineMs, update).then((updated) => {
        if (E.isLeft(updated)) warn(updated.left);
      });
    };
    const claimedWith = (state: E.Either<Error, ClaimState>): Claim => {
      // Stryker disable next-line ConditionalExpression: a failure has no `right`, which only the compiler asks about.
      if (E.isRight(state)) {
        if (state.right === 'first') return E.right({ settleClaim, ...decoded });
        if (state.right === 'in-progress') return inProgress;
        if (state.right === 'done') return E.right({ isDuplicate: true, ...decoded });
      }
      // A user's own store may answer anything.
      const storeError = E.isLeft(state) ? state.left : new Error('The store answered no claim state.');
      warn(storeError);
      return E.right({ settleClaim, storeError, ...decoded });
    };

    const beginAtOnce = atOnceOf(store, 'begin');
    // Stryker disable next-line ConditionalExpression: the store's promise leads to the same, later.
    return beginAtOnce
      ? claimedWith(E.right(beginAtOnce(key, owner, leaseMs)))
      : claimWithin(deadline.remaining * storeShare, () => store.begin(key, owner, leaseMs)).then(claimedWith);
  };
};

/** A mount path of more characters becomes a digest in a key. */
const longestPath = 64;

/**
 * Events of two mount paths that share a store are told apart. The key's length is bounded, whatever a request holds. And
 * it is a copy: Express takes the path from the URL, and for a part of a string, V8 keeps all of it in memory.
 */
const keyOf = ({ route, delivery }: Decoded, mountPath: string): string | undefined => {
  if (!route.handler || route.successType !== 'handled' || route.command.kind !== 'after') return undefined;
  const { eventId } = delivery;
  const path = mountPath.length > longestPath ? sha256(mountPath, 'base64url') : mountPath;
  return eventId && Buffer.from(eventId + path).toString();
};

/** Creates what gives a store's answer if it comes in time, or why there is none. */
const createTimeLimit = () => {
  const limits = new Deadlines();
  return <Answer>(ms: number, ask: () => Promise<Answer>): Promise<E.Either<Error, Answer>> =>
    new Promise((resolve) => {
      const limit = limits.set(ms);
      limit.onExpiry(() => resolve(E.left(new Error(`The store did not answer within ${Math.round(ms)} ms.`))));
      const settle = (answer: E.Either<Error, Answer>): void => {
        limits.clear(limit);
        resolve(answer);
      };
      const fail = (cause: unknown): void => settle(E.left(new Error('The store failed.', { cause })));
      try {
        // A user's own store may return no promise.
        Promise.resolve(ask()).then((answer) => settle(E.right(answer)), fail);
      } catch (cause) {
        fail(cause);
      }
    });
};

const inProgress = E.left(createFailure('in-progress', 'Another delivery of this event is being handled.'));
