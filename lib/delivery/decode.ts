import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { after, type Command } from '../commands/command';
import { payload } from '../commands/fields';
import { makeDelivery, type Delivery } from './delivery';
import { explain, listIssues } from './explain';
import { errorCodes, internalError, type Failure } from './failure';
import type { Parsed } from './json';
import { refused, type Ending } from './outcome';
import type { Route, Service } from './service';

/** A delivery that can be handed to its handler. */
export interface Decoded extends Parsed {
  readonly route: Route;
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
export const decode =
  (config: Config) =>
  (parsed: Parsed): E.Either<Ending, Decoded> =>
    pipe(
      Named.decode(parsed.body),
      E.mapLeft(badPayload),
      E.mapLeft(refused(parsed)),
      E.map(({ CallbackCommand }) => ({
        ...parsed,
        route: config.routes.get(CallbackCommand) ?? unknown(CallbackCommand, config),
      })),
      E.flatMap(decodePayload(config)),
    );

const unknown = (name: string, { onUnknownCommand }: Config): Route => ({
  name,
  endsAs: 'unknown',
  command: anything,
  handler: onUnknownCommand,
  fallback: undefined,
});

const decodePayload =
  ({ sdkAppId }: Config) =>
  (routed: Parsed & { readonly route: Route }): E.Either<Ending, Decoded> => {
    const { route, envelope, receivedAt, rawBody, deadline, body } = routed;
    const { urlCommand, clientIp, platform } = envelope;
    const known = { command: route.name, urlCommand, sdkAppId, attempt: 1, clientIp, platform, receivedAt, rawBody };
    // Nobody will look at the event without a handler.
    const command = route.handler ? route.command : anything;
    return pipe(
      decodeEvent(command, body),
      E.mapLeft(refused(routed)),
      E.map((event) => ({ ...routed, event, delivery: makeDelivery(known, event, command, () => deadline.signal) })),
    );
  };

/** The payload as the command's handler gets it. */
export const decodeEvent = ({ codec }: Command, body: unknown): E.Either<Failure, unknown> =>
  pipe(
    E.tryCatch(() => codec.decode(body), internalError),
    E.flatMap(E.mapLeft(badPayload)),
  );

const badPayload = (errors: t.Errors): Failure => {
  const issues = explain(errors);
  return {
    type: 'bad-payload',
    code: errorCodes['bad-payload'],
    issues,
    message: `In the body, ${listIssues(issues)}.`,
  };
};
