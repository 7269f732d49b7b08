import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as T from 'fp-ts/Task';
import * as TE from 'fp-ts/TaskEither';
import * as t from 'io-ts';
import type { Command, Reply } from '../commands/command';
import { integer, payload } from '../commands/fields';
import type { Decoded } from './decode';
import { errorCodes, type Failure } from './failure';
import type { Ending } from './outcome';

/** Runs the handler under the deadline. What it throws, and a verdict it may not give, are failures like any other. */
export const dispatch = ({ route, event, delivery, rawBody, deadline }: Decoded): T.Task<Ending> => {
  const { name, isKnown, command, handler, fallback } = route;
  const reached = { command: name, delivery, event, rawBody };
  if (!handler) return T.of({ type: isKnown ? 'ignored' : 'unknown', ...reached });

  const failed = (failure: Failure): Ending => ({ type: 'failed', ...reached, failure, ...(fallback && { fallback }) });
  const handled = (reply: Reply | undefined): Ending =>
    isKnown ? { type: 'handled', ...reached, ...(reply && { reply }) } : { type: 'unknown', ...reached };

  const work = pipe(
    TE.tryCatch(async () => handler(event, delivery), handlerFailed),
    TE.flatMapEither(replyOf(command)),
    TE.match(failed, handled),
  );
  return deadline.race(work, (running) => ({ ...failed(handlerLate), running }));
};

const WireReply = payload('reply', { ErrorCode: integer }, { ErrorInfo: t.string });

/** What the handler's verdict says to Tencent; nothing, where nobody asked for a verdict. */
const replyOf =
  (command: Command) =>
  (returned: unknown): E.Either<Failure, Reply | undefined> => {
    if (command.kind === 'after') return E.right(undefined);
    const { reply: codec } = command;
    return pipe(
      E.tryCatch(
        () => (codec.is(returned) ? codec.encode(returned) : undefined),
        () => badVerdict(codec.name),
      ),
      E.filterOrElse(
        (reply) => WireReply.is(reply) && isSerialisable(reply),
        () => badVerdict(codec.name),
      ),
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

const badVerdict = (expressible: string): Failure => ({
  type: 'bad-verdict',
  code: errorCodes['bad-verdict'],
  message: `The handler's verdict is not ${expressible}.`,
});
