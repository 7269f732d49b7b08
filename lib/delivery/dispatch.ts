import * as E from 'fp-ts/Either';
import { flow, pipe } from 'fp-ts/function';
import * as T from 'fp-ts/Task';
import * as TE from 'fp-ts/TaskEither';
import * as t from 'io-ts';
import type { Command, Reply } from '../commands/command';
import { integer, payload } from '../commands/fields';
import type { Claimed } from './claim';
import { failure, type Failure } from './failure';
import type { Ending, Settled } from './outcome';

/** Runs the handler under the deadline. What it throws, and a verdict it may not give, are failures like any other. */
export const dispatch = (claimed: Claimed): T.Task<Settled> => {
  const { route, event, delivery, rawBody, deadline, release, storeUnavailable } = claimed;
  const { name, endsAs, command, handler, fallback } = route;
  const reached = { command: name, delivery, event, rawBody, ...(storeUnavailable && { storeUnavailable }) };
  if (!handler) return T.of({ ending: { type: endsAs === 'unknown' ? 'unknown' : 'ignored', ...reached } });

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

  const work = pipe(
    TE.tryCatch(async () => handler(event, delivery), endsAs === 'queued' ? inboxUnavailable : handlerFailed),
    T.map(E.match(failed, flow(replyOf(command), E.match(failed, succeeded)))),
  );
  const late = endsAs === 'queued' ? inboxUnavailable(undefined) : handlerLate;
  return deadline.race(work, (running) => ({ ending: failedFor(late), running }));
};

const WireReply = payload('reply', { ErrorCode: integer }, { ErrorInfo: t.string });

/** What the handler's verdict says to Tencent, as plain JSON; nothing, where nobody asked for a verdict. */
const replyOf =
  (command: Command) =>
  (returned: unknown): E.Either<Failure, Reply | undefined> => {
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
