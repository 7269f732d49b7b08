import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as T from 'fp-ts/Task';
import * as TE from 'fp-ts/TaskEither';
import getRawBody from 'raw-body';
import type { Authentic } from './authenticate';
import type { Arrival } from './envelope';
import { failure, type Failure } from './failure';
import { refused, type Ending } from './outcome';
import type { Service } from './service';

export interface Received extends Authentic {
  readonly rawBody: Buffer;
}

type Request = Arrival['request'];

/** Gets the body in whatever state upstream left it: an unread stream, `rawBody`, a Buffer, a string, or an object. */
export const readBody =
  ({ bodyLimitBytes }: Pick<Service, 'bodyLimitBytes'>) =>
  (authentic: Authentic): TE.TaskEither<Ending, Received> =>
    pipe(
      authentic.deadline.race(bytesOf(authentic.request, bodyLimitBytes), () => E.left(bodyLate)),
      T.map(E.bimap(refused(authentic), (rawBody) => ({ ...authentic, rawBody }))),
    );

/**
 * The stream decides, not `req.body`: when the Content-Type is missing, Express 4's `express.json()` puts `{}` there
 * without reading, and Tencent promises no Content-Type.
 */
const bytesOf = (request: Request, limit: number): TE.TaskEither<Failure, Buffer> => {
  const isRead = request.readableDidRead || request.readableEnded;
  if (!isRead) return readStream(request, limit);
  return pipe(
    bytesLeftBy(request.rawBody ?? request.body),
    E.filterOrElse(
      (bytes) => bytes.length <= limit,
      () => bodyTooLarge(limit),
    ),
    TE.fromEither,
  );
};

const readStream =
  (request: Request, limit: number): TE.TaskEither<Failure, Buffer> =>
  async () => {
    const { 'content-encoding': encoding, 'content-length': length = null } = request.headers;
    if (request.destroyed) return E.left(clientGone);
    if (encoding && encoding.toLowerCase() !== 'identity') return E.left(unsupportedEncoding);
    try {
      return E.right(await getRawBody(request, { limit, length }));
    } catch (error) {
      // The stream was left paused: unless the rest of it runs off, the connection serves no other request.
      request.resume();
      return E.left(streamFailure(error, limit));
    }
  };

const streamFailure = (error: unknown, limit: number): Failure => {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') return bodyTooLarge(limit);
  return type === 'stream.encoding.set' ? bodyUnavailable : clientGone;
};

const bytesLeftBy = (left: unknown): E.Either<Failure, Buffer> => {
  if (left === undefined) return E.left(bodyUnavailable);
  if (left instanceof Uint8Array) return E.right(Buffer.from(left.buffer, left.byteOffset, left.byteLength));
  return typeof left === 'string' ? E.right(Buffer.from(left)) : writeOut(left);
};

/** A parsed body, written out again; refused where parsing has already changed an integer. */
const writeOut = (body: unknown): E.Either<Failure, Buffer> => {
  let isLossy = false;
  const watch = (_key: string, value: unknown): unknown => {
    isLossy ||= Number.isInteger(value) && !Number.isSafeInteger(value);
    return value;
  };
  return pipe(
    E.tryCatch(
      () => Buffer.from(JSON.stringify(body, watch)),
      () => bodyUnavailable,
    ),
    E.filterOrElse(
      () => !isLossy,
      () => precisionLost,
    ),
  );
};

const bodyLate: Failure = failure('body-late', 'The body was not complete in time.');

const clientGone: Failure = failure('client-gone', 'The client closed the connection before the body was complete.');

const bodyTooLarge = (limit: number): Failure => failure('body-too-large', `The body is larger than ${limit} bytes.`);

const unsupportedEncoding: Failure = failure(
  'unsupported-encoding',
  'The body has a Content-Encoding; Tencent sends none.',
);

const bodyUnavailable: Failure = failure(
  'body-unavailable',
  'Something read the body before and kept nothing of it. Mount this middleware before express.json() and other ' +
    'body parsers, or keep the bytes in req.rawBody.',
);

const precisionLost: Failure = failure(
  'precision-lost',
  'express.json() has parsed the body and rounded an integer beyond 2^53, such as an account id. Mount this ' +
    'middleware before express.json(), or keep the bytes in req.rawBody.',
);
