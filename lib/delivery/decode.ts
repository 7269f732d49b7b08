import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { after, type Command } from '../commands/command';
import { payload } from '../commands/fields';
import type { Deadline } from './deadline';
import { EventDelivery, type Delivery } from './delivery';
import type { Envelope } from './envelope';
import { explain, listIssues } from './explain';
import { failure, internalError, type Failure } from './failure';
import { parseBody } from './json';
import { refused, type Ending } from './outcome';
import type { Route, Service } from './service';

/** An authentic request, read to its end. */
interface Received {
  readonly envelope: Envelope;
  /** The URL's command. */
  readonly route: Route | undefined;
  readonly rawBody: Buffer;
  readonly receivedAt: Date;
  readonly deadline: Deadline;
}

/** A delivery that can be handed to its handler. */
export interface Decoded {
  readonly route: Route;
  readonly event: unknown;
  readonly delivery: Delivery;
}

type Config = Pick<Service, 'sdkAppId' | 'routes' | 'onUnknownCommand'>;

const Named = payload('webhook body', { CallbackCommand: t.string });
const anything = after(t.unknown);

/**
 * Parses the body, finds the command by its `CallbackCommand` and decodes the payload with the command's codec. The
 * URL's command is not asked: on some of Tencent's pages it is another one than the body's.
 */
export const decode =
  (config: Config) =>
  ({ envelope, route: urlRoute, rawBody, receivedAt, deadline }: Received): E.Either<Ending, Decoded> => {
    const body = parseBody(rawBody);
    if (E.isLeft(body)) return E.left(refused(body.left, urlRoute, rawBody));
    const named = Named.decode(body.right);
    if (E.isLeft(named)) return E.left(refused(badPayload(named.left), urlRoute, rawBody));

    const name = named.right.CallbackCommand;
    const route = config.routes.get(name) ?? unknown(name, config);
    // Nobody will look at the event without a handler.
    const command = route.handler ? route.command : anything;
    const event = decodeEvent(command, body.right);
    if (E.isLeft(event)) return E.left(refused(event.left, route, rawBody));

    const { urlCommand, clientIp, platform } = envelope;
    const facts = {
      command: route.name,
      urlCommand,
      sdkAppId: config.sdkAppId,
      attempt: 1,
      clientIp,
      platform,
      receivedAt,
      rawBody,
    };
    const content = { event: event.right, body: body.right };
    return E.right({ route, event: event.right, delivery: new EventDelivery(facts, content, command, deadline) });
  };

const unknown = (name: string, { onUnknownCommand }: Config): Route => ({
  name,
  endsAs: 'unknown',
  command: anything,
  handler: onUnknownCommand,
  // It may be a before-command of Chat's, whose action nobody here has an opinion on.
  fallback: 'allow',
});

/** The payload as the command's handler gets it. */
export const decodeEvent = ({ codec }: Command, body: unknown): E.Either<Failure, unknown> => {
  try {
    return pipe(codec.decode(body), E.mapLeft(badPayload));
  } catch (cause) {
    return E.left(internalError(cause));
  }
};

const badPayload = (errors: t.Errors): Failure => {
  const issues = explain(errors);
  return { ...failure('bad-payload', `In the body, ${listIssues(issues)}.`), issues };
};
