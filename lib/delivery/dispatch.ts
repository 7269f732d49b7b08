import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import type { Command } from '../commands/command';
import type { Reply } from '../commands/reply';
import { integer, payload } from '../commands/fields';
import type { Claimed } from './claim';
import type { Deadline } from './deadline';
import { createFailure, createInternalError, type Failure } from './failure';
import type { DeliveryResult, Failed, Late, Matched } from './outcome';

/** How a handler ended: with a verdict's reply, with nothing, or with a failure. */
type Handling = E.Either<Failure, Reply | undefined>;

/**
 * Runs the handler under the deadline. What it throws, and a verdict that the command cannot express, are failures. A
 * handler that is late is answered for at the deadline; its end, when it comes, is the late result.
 */
export const dispatch = (claimed: Claimed, deadline: Deadline): DeliveryResult | Promise<DeliveryResult> => {
  const { route, event, delivery, settleClaim, storeError } = claimed;
  const { isKnown, successType, fallback } = route;
  const matched: Matched = {
    command: isKnown ? route.name : undefined,
    delivery,
    ...(isKnown && route.handler && { event }),
    rawBody: delivery.rawBody,
    ...(storeError && { storeError }),
  };
  // What is copied comes last: V8 adds a property to a copy ten times slower.
  if (!route.handler) return { outcome: { type: isKnown ? 'ignored' : 'unknown', ...matched } };
  if (claimed.isDuplicate) return { outcome: { type: 'duplicate', ...matched } };

  const failed = (failure: Failure): Failed => ({ type: 'failed', failure, ...(fallback && { fallback }), ...matched });
  const late = (handling: Handling): Late => ({
    type: 'late',
    ...(E.isLeft(handling) && { failure: handling.left }),
    ...matched,
  });

  const resultInTime = (handling: Handling): DeliveryResult => {
    const storeUpdate = settleClaim?.(E.isRight(handling));
    return E.isLeft(handling)
      ? { outcome: failed(handling.left), storeUpdate }
      : { outcome: { type: successType, ...matched }, reply: handling.right, storeUpdate };
  };
  const resultAtDeadline = (handling: Promise<Handling>): DeliveryResult => ({
    outcome: failed(successType === 'queued' ? inboxUnavailable(undefined) : handlerLate),
    lateResult: handling.then(late),
    storeUpdate: settleClaim && handling.then((settled) => settleClaim(E.isRight(settled))),
  });

  const handling = runHandler(claimed);
  if (!(handling instanceof Promise)) {
    return deadline.hasPassed() ? resultAtDeadline(Promise.resolve(handling)) : resultInTime(handling);
  }
  return new Promise((resolve) => {
    deadline.onExpiry(() => resolve(resultAtDeadline(handling)));
    void handling.then((settled) => {
      if (!deadline.hasPassed()) resolve(resultInTime(settled));
    });
  });
};

/** Calls the handler, or the inbox in its place. Never throws, and its promise never rejects. */
const runHandler = ({
  route: { command, handler, successType },
  event,
  delivery,
}: Claimed): Handling | Promise<Handling> => {
  const toFailure = (cause: unknown): Handling =>
    E.left(successType === 'queued' ? inboxUnavailable(cause) : handlerFailed(cause));
  try {
    // Stryker disable next-line OptionalChaining: whoever has no handler is not dispatched.
    const returned = handler?.(event, delivery);
    // Anything else may be a promise of any library.
    // Stryker disable next-line ConditionalExpression: a promise of it gives the same a little later.
    if (returned === undefined) return readReply(command, returned);
    return Promise.resolve(returned).then((value) => readReply(command, value), toFailure);
  } catch (cause) {
    return toFailure(cause);
  }
};

const readReply = (command: Command, returned: unknown): Handling => {
  try {
    return replyOf(command, returned);
  } catch (cause) {
    // A fault in the user's own reply codec.
    return E.left(createInternalError(cause));
  }
};

const WireReply = payload('reply', { ErrorCode: integer }, { ErrorInfo: t.string });

/** The handler's verdict as Tencent reads it, as plain JSON; `undefined` for an after-command. */
const replyOf = (command: Command, returned: unknown): Handling => {
  if (command.kind === 'after') return E.right(undefined);
  const { reply: codec } = command;
  const badVerdict = (): Failure => createFailure('bad-verdict', `The handler's verdict is not ${codec.name}.`);
  return pipe(
    E.tryCatch((): unknown => JSON.parse(codec.is(returned) ? JSON.stringify(codec.encode(returned)) : ''), badVerdict),
    E.filterOrElse(WireReply.is, badVerdict),
  );
};

const handlerFailed = (cause: unknown): Failure => ({
  ...createFailure('handler-failed', 'The handler failed.'),
  cause,
});

const handlerLate = createFailure('handler-late', 'The handler did not finish in time; it may still do so.');

const inboxUnavailable = (cause: unknown): Failure => ({
  ...createFailure('inbox-unavailable', 'The event could not be queued in time.'),
  cause,
});
