import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as T from 'fp-ts/Task';
import * as TE from 'fp-ts/TaskEither';
import * as t from 'io-ts';
import type { Command, Reply } from '../commands/command';
import { integer, payload } from '../commands/fields';
import type { Claimed } from './claim';
import { errorCodes, type Failure } from './failure';
import type { Ending, Settled } from './outcome';

/** Runs the handler under the deadline. What it throws, and a verdict it may not give, are failures like any other. */
export const dispatch = (claimed: Claimed): T.Task<Settled> => {
  const { route, event, delivery, rawBody, deadline, release, storeUnavailable } = claimed;
  const { name, endsAs, command, handler, fallback } = route;
  const reached = { command: name, delivery, event, rawBody, ...(storeUnavailable && { storeUnavailable }) };
  if (!handler) return T.of({ ending: { type: endsAs === 'unknown' ? 'unknown' : 'ignored', ...reached } });

  const failed = (failure: Failure): Ending => ({ type: 'failed', ...reached, failure, ...(fallback && { fallback }) });
  const succeeded = (reply: Reply | undefined): Ending => ({ type: endsAs, ...reached, ...(reply && { reply }) });
  const released = (ending: Ending): Settled => ({
    ending,
    ...(release && { pending: release(ending.type !== 'failed') }),
  });

  const work = pipe(
    TE.tryCatch(async () => handler(event, delivery), endsAs === 'queued' ? inboxUnavailable : handlerFailed),
    TE.flatMapEither(replyOf(command)),
    TE.match(failed, succeeded),
    T.map(released),
  );
  const late = endsAs === 'queued' ? inboxUnavailable(undefined) : handlerLate;
  return deadline.race(work, (running) => ({ ending: failed(late), running }));
};

const WireReply = payload('reply', { ErrorCode: integer }, { ErrorInfo: t.string });

/** What the handler's verdict says to Tencent; nothing, where nobody asked for a verdict. */
const replyOf =
  (command: Command) =>
  (returned: unknown): E.Either<Failure, Reply | undefined> => {
    if (command.kind === 'after') return E.right(undefined);
    const { reply: codec } = command;
    const toBadVerdict = (): Failure => badVerdict(codec.name);
    return pipe(
      E.tryCatch(() => (codec.is(returned) ? codec.encode(returned) : undefined), toBadVerdict),
      E.filterOrElse((reply) => WireReply.is(reply) && isSerialisable(reply), toBadVerdict),
    );
  };

const isSerialisable = (value: unknown): boolean => E.isRight(E.tryCatch(() => JSON.stringify(value), E.toError));

const handlerFailed = (cause: unknown): Failure => ({
  type: 'handler-failed',
  code: errorCodes['handler-failed'],
  message: 'The handler failed.',
  cause,
});

const handlerLate: Failure = {
  type: 'handler-late',
  code: errorCodes['handler-late'],
  message: 'The handler did not finish in time; it may still do so.',
};

const inboxUnavailable = (cause: unknown): Failure => ({
  type: 'inbox-unavailable',
  code: errorCodes['inbox-unavailable'],
  message: 'The event could not be queued in time.',
  cause,
});

const badVerdict = (expressible: string): Failure => ({
  type: 'bad-verdict',
  code: errorCodes['bad-verdict'],
  message: `The handler's verdict is not ${expressible}.`,
});
