import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import type { Command, Reply } from '../commands/command';
import { integer, payload } from '../commands/fields';
import type { Claimed } from './claim';
import type { Deadline } from './deadline';
import { failure, type Failure } from './failure';
import type { Ending, Settled } from './outcome';

/** Runs the handler under the deadline. What it throws, and a verdict it may not give, are failures like any other. */
export const dispatch = (claimed: Claimed, deadline: Deadline): Settled | Promise<Settled> => {
  const { route, event, delivery, release, storeUnavailable } = claimed;
  const { name, endsAs, command, handler, fallback } = route;
  const reached = {
    command: name,
    delivery,
    event,
    rawBody: delivery.rawBody,
    ...(storeUnavailable && { storeUnavailable }),
  };
  if (!handler) return { ending: { type: endsAs === 'unknown' ? 'unknown' : 'ignored', ...reached } };

  const failedFor = (reason: Failure): Ending => ({
    type: 'failed',
    ...reached,
    failure: reason,
    ...(fallback && { fallback }),
  });
  const failed = (reason: Failure): Settled => ({
    ending: failedFor(reason),
    ...(release && { pending: release(false) }),
  });
  const succeeded = (reply: Reply | undefined): Settled => ({
    ending: { type: endsAs, ...reached },
    ...(reply && { reply }),
    ...(release && { pending: release(true) }),
  });

  const isQueue = endsAs === 'queued';
  const threw = (cause: unknown): Settled => failed(isQueue ? inboxUnavailable(cause) : handlerFailed(cause));
  const settle = (returned: unknown): Settled => pipe(replyOf(command, returned), E.match(failed, succeeded));

  try {
    const returned = handler(event, delivery);
    // Anything else may be a promise, of whatever make.
    if (returned === undefined) return settle(returned);
    const running = Promise.resolve(returned).then(settle, threw);
    const late = isQueue ? inboxUnavailable(undefined) : handlerLate;
    return deadline.race(running, () => ({ ending: failedFor(late), running }));
  } catch (cause) {
    return threw(cause);
  }
};

const WireReply = payload('reply', { ErrorCode: integer }, { ErrorInfo: t.string });

/** What the handler's verdict says to Tencent, as plain JSON; nothing, where nobody asked for a verdict. */
const replyOf = (command: Command, returned: unknown): E.Either<Failure, Reply | undefined> => {
  if (command.kind === 'after') return E.right(undefined);
  const { reply: codec } = command;
  const toBadVerdict = (): Failure => badVerdict(codec.name);
  return pipe(
    E.tryCatch(
      (): unknown => JSON.parse(codec.is(returned) ? JSON.stringify(codec.encode(returned)) : ''),
      toBadVerdict,
    ),
    E.filterOrElse(WireReply.is, toBadVerdict),
  );
};

const handlerFailed = (cause: unknown): Failure => ({ ...failure('handler-failed', 'The handler failed.'), cause });

const handlerLate = failure('handler-late', 'The handler did not finish in time; it may still do so.');

const inboxUnavailable = (cause: unknown): Failure => ({
  ...failure('inbox-unavailable', 'The event could not be queued in time.'),
  cause,
});

const badVerdict = (expressible: string): Failure =>
  failure('bad-verdict', `The handler's verdict is not ${expressible}.`);
