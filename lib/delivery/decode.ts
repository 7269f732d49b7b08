import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type { Command } from '../commands/command';
import type { Config, Route } from './config';
import type { RequestContext } from './context';
import type { Deadline } from './deadline';
import { EventDelivery } from './delivery';
import type { Envelope } from './envelope';
import { explain, listIssues } from './explain';
import { createFailure, createInternalError, type Failure, type Issue } from './failure';
import { anything, type MatchedBody } from './match';
import { validateSchema } from './schema';

/** A delivery that can be handed to its handler. */
export interface Decoded {
  readonly route: Route;
  readonly event: unknown;
  readonly delivery: EventDelivery;
}

type Decoding = E.Either<Failure, unknown>;

/** Decodes the payload with its command's codec. Without a handler nothing reads the event, so it is not decoded. */
export const createDecoder =
  ({ sdkAppId }: Pick<Config, 'sdkAppId'>) =>
  (
    { route, body }: MatchedBody,
    envelope: Envelope,
    rawBody: Buffer,
    { receivedAt, deadline }: RequestContext,
  ): E.Either<Failure, Decoded> | Promise<E.Either<Failure, Decoded>> => {
    const command = route.handler ? route.command : anything;
    const toDecoded = (event: unknown): Decoded => {
      const { urlCommand, clientIp, platform, requestId, query } = envelope;
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
      return { route, event, delivery: new EventDelivery(metadata, { event, body }, command, deadline) };
    };

    const decoding = decodeEvent(command, body);
    if (decoding instanceof Promise) return inTime(decoding, deadline).then(E.map(toDecoded));
    return E.isLeft(decoding) ? decoding : E.right(toDecoded(decoding.right));
  };

/** The payload as the command's handler gets it. Never throws, and its promise never rejects. */
export const decodeEvent = ({ codec, schema }: Command, body: unknown): Decoding | Promise<Decoding> => {
  try {
    if (!schema) return pipe(codec.decode(body), E.mapLeft(explain), E.mapLeft(badPayload));
    const validation = validateSchema(schema, body);
    return validation instanceof Promise
      ? validation.then(E.mapLeft(badPayload), toInternalError)
      : pipe(validation, E.mapLeft(badPayload));
  } catch (cause) {
    return toInternalError(cause);
  }
};

const toInternalError = (cause: unknown): Decoding => E.left(createInternalError(cause));

/** An asynchronous schema may ask a server, and may never come to an end. */
const inTime = (decoding: Promise<Decoding>, deadline: Deadline): Promise<Decoding> =>
  new Promise((resolve) => {
    deadline.onExpiry(() => resolve(E.left(createInternalError(new Error('The schema did not finish in time.')))));
    void decoding.then(resolve);
  });

const badPayload = (issues: readonly Issue[]): Failure => ({
  ...createFailure('bad-payload', `In the body, ${listIssues(issues)}.`),
  issues,
});
