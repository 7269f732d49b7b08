import { IncomingMessage } from 'node:http';
import * as E from 'fp-ts/Either';
import { afterPolling } from './after-polling';
import type { Config } from './config';
import type { WebhookRequest } from './context';
import type { Deadline } from './deadline';
import { createFailure, createInternalError, type Failure } from './failure';
import { bodyUnavailable, bytesHeldBy, hasBody, toBuffer } from './held-body';

type Bytes = E.Either<Failure, Buffer>;

/**
 * Gets the body in whatever state upstream left it: an unread stream, `rawBody`, a Buffer, a string, or an object.
 *
 * The stream decides, not `req.body`: when the Content-Type is missing, Express 4's `express.json()` puts `{}` there
 * without reading, and Tencent promises no Content-Type.
 */
export const createBodyReader =
  ({ bodyLimitBytes: limit }: Pick<Config, 'bodyLimitBytes'>) =>
  (request: WebhookRequest, deadline: Deadline): Bytes | Promise<Bytes> => {
    // An imitation of a request, as test kits and serverless adapters make it, may hold its body and be no stream.
    const { readableDidRead: hasBegun } = request;
    const isStream = typeof hasBegun === 'boolean';
    const isHeld = isStream ? request.readableEnded : hasBody(request);
    if (isHeld) return within(limit, bytesHeldBy(request));
    if (hasBegun) return waitForUpstream(request, limit, deadline);

    if (!isStream && typeof request.on !== 'function') return E.left(bodyUnavailable);
    const failure = checkHeaders(request, limit);
    return failure ? E.left(failure) : readStream(request, limit, deadline);
  };

const within = (limit: number, bytes: Bytes): Bytes =>
  E.isRight(bytes) && bytes.right.length > limit ? E.left(bodyTooLarge(limit)) : bytes;

/**
 * Listens at once, in the tick in which the middleware is called: something else may start the stream at any time, and a
 * listener that comes later misses the chunks before it.
 */
const readStream = (request: WebhookRequest, limit: number, deadline: Deadline): Promise<Bytes> =>
  new Promise((resolve) => {
    let collected: Buffer = empty;
    let length = 0;
    let isSettled = false;
    const settle = (bytes: Bytes, schedule = callAtOnce): void => {
      // What happens to the request after the end of its body does not change the body.
      if (isSettled) return;
      isSettled = true;
      // A request may live on for long, and its listeners keep what they refer to.
      collected = empty;
      schedule(() => resolve(bytes));
    };
    const collect = (chunk: unknown): void => {
      if (isSettled) return;
      // Otherwise something upstream has set an encoding, and the bytes cannot be recovered.
      if (!(chunk instanceof Uint8Array)) return settle(E.left(bodyUnavailable));
      if (length + chunk.length > limit) return settle(E.left(bodyTooLarge(limit)));
      collected = append(collected, length, chunk);
      length += chunk.length;
    };
    const received = (): Bytes => E.right(length === collected.length ? collected : collected.subarray(0, length));
    const waitForEnd = (): void => {
      // A destroyed stream emits no further event.
      if (request.destroyed) return settle(E.left(clientGone));
      request.on('end', () => settle(isAbandoned(request) ? E.left(clientGone) : received(), afterPolling));
      request.on('error', () => settle(E.left(clientGone)));
      // Something upstream may also have destroyed the stream without an error.
      deadline.onExpiry(() => settle(E.left(request.destroyed ? clientGone : bodyLate)));
      // A listener does not start a paused stream.
      if (request.readableFlowing === false) request.resume();
    };

    request.on('data', collect);
    // On any other stream than Node's own request, an `error` event without a listener ends the process.
    // Stryker disable next-line ConditionalExpression,BooleanLiteral: to wait by listeners leads to the same, and takes longer.
    if (!(request instanceof IncomingMessage)) return waitForEnd();
    // Most bodies come in one packet with the head, and have ended after the poll phase: listeners for that cost time.
    afterPolling(() => {
      try {
        if (request.readableEnded) settle(received());
        else waitForEnd();
      } catch (cause) {
        // Something upstream has replaced a method of the request.
        settle(E.left(createInternalError(cause)));
      }
    });
  });

const callAtOnce = (callback: () => void): void => callback();

const empty = Buffer.alloc(0);

/**
 * Copies a chunk behind the bytes that were collected. A sender may send each byte on its own, and a Buffer for each
 * would take a hundred times their memory.
 */
const append = (collected: Buffer, length: number, chunk: Uint8Array): Buffer => {
  const needed = length + chunk.length;
  // Most bodies come in one chunk, which is not copied.
  if (length === 0) return toBuffer(chunk);
  let target = collected;
  // Stryker disable next-line ConditionalExpression,EqualityOperator: a buffer may be replaced earlier, which takes time.
  if (needed > target.length) {
    target = Buffer.allocUnsafe(2 * needed);
    collected.copy(target, 0, 0, length);
  }
  target.set(chunk, length);
  return target;
};

/**
 * Over HTTP/2, a body that its client has abandoned ends like a complete one. Over HTTP/1 it does not end, and an
 * imitation of a request calls itself aborted after each end.
 */
const isAbandoned = ({ httpVersionMajor, aborted }: WebhookRequest): boolean => httpVersionMajor === 2 && aborted;

/** Something upstream is reading the stream: it may leave the bytes in `rawBody` when it has come to their end. */
const waitForUpstream = (request: WebhookRequest, limit: number, deadline: Deadline): Promise<Bytes> =>
  new Promise((resolve) => {
    if (request.destroyed) return resolve(E.left(clientGone));
    const look = (): void => {
      try {
        resolve(isAbandoned(request) ? E.left(clientGone) : within(limit, bytesHeldBy(request)));
      } catch (cause) {
        resolve(E.left(createInternalError(cause)));
      }
    };
    // What reads the stream by a promise has the bytes a little after the end.
    request.on('end', () => afterPolling(look));
    request.on('error', () => resolve(E.left(clientGone)));
    deadline.onExpiry(() => resolve(E.left(request.destroyed ? clientGone : bodyUnavailable)));
  });

/** Refuses by its headers a body that need not be read. */
const checkHeaders = ({ rawHeaders }: WebhookRequest, limit: number): Failure | undefined => {
  const encoding = headerOf(rawHeaders, 'content-encoding');
  if (encoding && encoding.toLowerCase() !== 'identity') return unsupportedEncoding;
  return Number(headerOf(rawHeaders, 'content-length')) > limit ? bodyTooLarge(limit) : undefined;
};

/**
 * Looks in the raw headers: Node builds `headers` when it is first asked for, which costs more than two of these loops.
 * An imitation of a request may have no raw headers; the limit holds all the same.
 */
const headerOf = (rawHeaders: readonly string[] | undefined, name: string): string | undefined => {
  if (!rawHeaders) return undefined;
  // Stryker disable next-line EqualityOperator: behind the last header there is none.
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const key = rawHeaders[at];
    // Stryker disable next-line ConditionalExpression,OptionalChaining: comparing the lengths first only saves time.
    if (key?.length === name.length && key.toLowerCase() === name) return rawHeaders[at + 1];
  }
  return undefined;
};

const bodyLate: Failure = createFailure('body-late', 'The body was not complete in time.');

const clientGone: Failure = createFailure(
  'client-gone',
  'The client closed the connection before the body was complete.',
);

const bodyTooLarge = (limit: number): Failure =>
  createFailure('body-too-large', `The body is larger than ${limit} bytes.`);

const unsupportedEncoding: Failure = createFailure('unsupported-encoding', 'The body has a Content-Encoding.');
