import * as E from 'fp-ts/Either';
import { flow, pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { after, type Command } from '../commands/command';
import { payload } from '../commands/fields';
import { EventDelivery, type Delivery } from './delivery';
import { explain, listIssues } from './explain';
import { failure, internalError, type Failure } from './failure';
import type { Parsed } from './json';
import { refused, type Ending } from './outcome';
import type { Route, Service } from './service';

interface Routed extends Parsed {
  readonly route: Route;
}

/** A delivery that can be handed to its handler. */
export interface Decoded extends Routed {
  readonly event: unknown;
  readonly delivery: Delivery;
}

type Config = Pick<Service, 'sdkAppId' | 'routes' | 'onUnknownCommand'>;

const Named = payload('webhook body', { CallbackCommand: t.string });
const anything = after(t.unknown);

/**
 * Finds the command by the body's `CallbackCommand` and decodes the payload with the command's codec. The URL's
 * command is not asked: on some of Tencent's pages it is another one than the body's.
 */
export const decode = (config: Config): ((parsed: Parsed) => E.Either<Ending, Decoded>) =>
  flow(findRoute(config), E.flatMap(decodePayload(config)));

const findRoute =
  (config: Config) =>
  (parsed: Parsed): E.Either<Ending, Routed> =>
    pipe(
      Named.decode(parsed.body),
      E.bimap(flow(badPayload, refused(parsed)), ({ CallbackCommand }) => ({
        ...parsed,
        route: config.routes.get(CallbackCommand) ?? unknown(CallbackCommand, config),
      })),
    );

const unknown = (name: string, { onUnknownCommand }: Config): Route => ({
  name,
  endsAs: 'unknown',
  command: anything,
  handler: onUnknownCommand,
  // It may be a before-command of Chat's, whose action nobody here has an opinion on.
  fallback: 'allow',
});

const decodePayload =
  ({ sdkAppId }: Config) =>
  (routed: Routed): E.Either<Ending, Decoded> => {
    const { route, envelope, receivedAt, rawBody, deadline, body } = routed;
    const { urlCommand, clientIp, platform } = envelope;
    const facts = { command: route.name, urlCommand, sdkAppId, attempt: 1, clientIp, platform, receivedAt, rawBody };
    // Nobody will look at the event without a handler.
    const command = route.handler ? route.command : anything;
    return pipe(
      decodeEvent(command, body),
      E.bimap(refused(routed), (event) => ({
        ...routed,
        event,
        delivery: new EventDelivery(facts, { event, body }, command, deadline),
      })),
    );
  };

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
