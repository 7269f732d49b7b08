import { randomUUID } from 'node:crypto';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as TE from 'fp-ts/TaskEither';
import type { ClaimState } from '../stores/store';
import { Deadline } from './deadline';
import type { Decoded } from './decode';
import { failure } from './failure';
import { refused, type Ending } from './outcome';
import type { Service } from './service';

export interface Claimed extends Decoded {
  /** Tells the store whether the event was handled; never rejects. Absent where nothing is remembered. */
  readonly release?: (wasHandled: boolean) => Promise<unknown>;
  readonly storeUnavailable?: true;
}

/** How long an event stays taken by a process that died while handling it. */
const leaseMs = 60_000;

/** The store may use this part of the time that is left: the rest is the handler's. */
const storeShare = 1 / 3;

/**
 * With `dedupe`, lets one delivery of an event through. Only after-commands that have a handler, and only where
 * something identifies the event. A store that fails or is slow costs the protection, never the event.
 */
export const claim =
  ({ dedupe, deadlineMs }: Pick<Service, 'dedupe' | 'deadlineMs'>) =>
  (decoded: Decoded): TE.TaskEither<Ending, Claimed> => {
    const key = dedupe && keyOf(decoded);
    if (!dedupe || key === undefined) return TE.right(decoded);

    const { store, ttlMs } = dedupe;
    const owner = randomUUID();
    const tell = async (wasHandled: boolean): Promise<void> =>
      wasHandled ? store.complete(key, owner, ttlMs) : store.abandon(key, owner);
    const release = (wasHandled: boolean): Promise<unknown> =>
      inTime(deadlineMs)(TE.tryCatch(async () => tell(wasHandled), E.toError))();

    return pipe(
      TE.tryCatch(async () => store.begin(key, owner, leaseMs), E.toError),
      inTime(decoded.deadline.remaining * storeShare),
      TE.match(
        () => E.right({ ...decoded, release, storeUnavailable: true }),
        (state) => proceed(state, { ...decoded, release }),
      ),
    );
  };

/** Two mounts that share a store differ in the path that Tencent posts to. */
const keyOf = ({ route, delivery, request }: Decoded): string | undefined => {
  if (!route.handler || route.endsAs !== 'handled' || route.command.kind !== 'after') return undefined;
  const { eventId } = delivery;
  // Express cuts the mount's path off `url`, and keeps all of it in `originalUrl`.
  const [path] = (request.originalUrl ?? request.url ?? '').split('?', 1);
  return eventId && `${eventId}${path}`;
};

const inTime =
  (ms: number) =>
  <Result>(work: TE.TaskEither<Error, Result>): TE.TaskEither<Error, Result> =>
  async () => {
    const budget = new Deadline(ms);
    const result = await budget.race(work, () => E.left(new Error('The store was too slow')))();
    budget.clear();
    return result;
  };

const proceed = (state: ClaimState, claimed: Claimed): E.Either<Ending, Claimed> => {
  switch (state) {
    case 'first':
      return E.right(claimed);
    case 'in-progress':
      return E.left(refused(claimed)(inProgress));
    case 'done': {
      const { route, delivery, event, rawBody } = claimed;
      return E.left({ type: 'duplicate', command: route.name, delivery, event, rawBody });
    }
    // A store of the user's own may answer anything.
    default:
      return E.right({ ...claimed, storeUnavailable: true });
  }
};

const inProgress = failure('in-progress', 'Another delivery of this event is being handled.');
