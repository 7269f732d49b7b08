import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import type { Command } from '../commands/command';
import type { Config, Route } from './config';
import type { RequestContext } from './context';
import { EventDelivery, type Delivery } from './delivery';
import type { Envelope } from './envelope';
import { explain, listIssues } from './explain';
import { createFailure, createInternalError, type Failure } from './failure';
import { anything, type MatchedBody } from './match';

/** A delivery that can be handed to its handler. */
export interface Decoded {
  readonly route: Route;
  readonly event: unknown;
  readonly delivery: Delivery;
}

/** Decodes the payload with its command's codec. Without a handler nothing reads the event, so it is not decoded. */
export const createDecoder =
  ({ sdkAppId }: Pick<Config, 'sdkAppId'>) =>
  (matched: MatchedBody, envelope: Envelope, rawBody: Buffer, context: RequestContext): E.Either<Failure, Decoded> => {
    const { route, body } = matched;
    const command = route.handler ? route.command : anything;
    const decoded = decodeEvent(command, body);
    if (E.isLeft(decoded)) return decoded;

    const event = decoded.right;
    const { urlCommand, clientIp, platform, requestId, query } = envelope;
    const { receivedAt, deadline } = context;
    const metadata = {
      command: route.name,
      urlCommand,
      sdkAppId,
      attempt: 1,
      clientIp,
      platform,
      requestId,
      query,
      receivedAt,
      rawBody,
    };
    const delivery = new EventDelivery(metadata, { event, body }, command, deadline);
    return E.right({ route, event, delivery });
  };

/** The payload as the command's handler gets it. */
export const decodeEvent = ({ codec }: Command, body: unknown): E.Either<Failure, unknown> => {
  try {
    return pipe(codec.decode(body), E.mapLeft(badPayload));
  } catch (cause) {
    return E.left(createInternalError(cause));
  }
};

const badPayload = (errors: t.Errors): Failure => {
  const issues = explain(errors);
  return { ...createFailure('bad-payload', `In the body, ${listIssues(issues)}.`), issues };
};
