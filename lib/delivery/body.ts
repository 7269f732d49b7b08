import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type { Deadline } from './deadline';
import type { Request } from './envelope';
import { failure, type Failure } from './failure';
import type { Service } from './service';

type Bytes = E.Either<Failure, Buffer>;

/** As it was at the start: a test that fakes the clock does not keep bodies from being read. */
const afterPolling = setImmediate;

/**
 * Gets the body in whatever state upstream left it: an unread stream, `rawBody`, a Buffer, a string, or an object.
 *
 * The stream decides, not `req.body`: when the Content-Type is missing, Express 4's `express.json()` puts `{}` there
 * without reading, and Tencent promises no Content-Type.
 */
export const readBody =
  ({ bodyLimitBytes: limit }: Pick<Service, 'bodyLimitBytes'>) =>
  async (request: Request, deadline: Deadline): Promise<Bytes> => {
    const isRead = request.readableDidRead || request.readableEnded;
    if (isRead) return within(limit, bytesLeftBy(request.rawBody ?? request.body));
    const objection = objectionTo(request, limit);
    if (objection) return E.left(objection);

    // What came together with the head is all there then: listening for it would cost more than all checks of it.
    await new Promise((resolve) => afterPolling(resolve));
    return request.complete ? within(limit, bytesOf(request.read())) : readStream(request, limit, deadline);
  };

const within = (limit: number, bytes: Bytes): Bytes =>
  E.isRight(bytes) && bytes.right.length > limit ? E.left(bodyTooLarge(limit)) : bytes;

const bytesOf = (read: unknown): Bytes => {
  if (read === null) return E.right(Buffer.alloc(0));
  // Otherwise something upstream has set an encoding, and the bytes cannot be had any more.
  return Buffer.isBuffer(read) ? E.right(read) : E.left(bodyUnavailable);
};

/** Reads until the end, the limit or the deadline, whichever comes first. */
const readStream = (request: Request, limit: number, deadline: Deadline): Promise<Bytes> =>
  new Promise((resolve) => {
    // It tells nobody a second time.
    if (request.destroyed) return resolve(E.left(clientGone));
    let length = 0;
    let chunks: Buffer[] = [];
    let waiting: typeof resolve | undefined = resolve;
    const settle = (bytes: Bytes): void => {
      waiting?.(bytes);
      // A request may live on for long; what it refers to by these listeners should not.
      waiting = undefined;
      chunks = [];
    };
    request.on('data', (chunk: unknown) => {
      if (!waiting) return;
      const bytes = bytesOf(chunk);
      if (E.isLeft(bytes)) return settle(bytes);
      length += bytes.right.length;
      chunks.push(bytes.right);
      if (length > limit) settle(E.left(bodyTooLarge(limit)));
    });
    request.on('end', () => settle(E.right(Buffer.concat(chunks))));
    request.on('error', () => settle(E.left(clientGone)));
    // What upstream destroys without an error ends here too.
    deadline.onExpiry(() => settle(E.left(request.destroyed ? clientGone : bodyLate)));
  });

/** What the headers say of a body before it is read. */
const objectionTo = ({ rawHeaders }: Request, limit: number): Failure | undefined => {
  const encoding = headerOf(rawHeaders, 'content-encoding');
  if (encoding && encoding.toLowerCase() !== 'identity') return unsupportedEncoding;
  return Number(headerOf(rawHeaders, 'content-length')) > limit ? bodyTooLarge(limit) : undefined;
};

/**
 * From the raw headers: Node makes `headers` when it is first asked for, which costs more than looking here twice. What
 * plays Node's part elsewhere may have none; the limit holds all the same.
 */
const headerOf = (rawHeaders: readonly string[] | undefined, name: string): string | undefined => {
  if (!rawHeaders) return undefined;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const key = rawHeaders[at];
    if (key?.length === name.length && key.toLowerCase() === name) return rawHeaders[at + 1];
  }
  return undefined;
};

const bytesLeftBy = (left: unknown): Bytes => {
  if (left === undefined) return E.left(bodyUnavailable);
  if (left instanceof Uint8Array) return E.right(Buffer.from(left.buffer, left.byteOffset, left.byteLength));
  return typeof left === 'string' ? E.right(Buffer.from(left)) : writeOut(left);
};

/** A parsed body, written out again; refused where parsing has already changed an integer. */
const writeOut = (body: unknown): Bytes => {
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

const unsupportedEncoding: Failure = failure('unsupported-encoding', 'The body has a Content-Encoding.');

const bodyUnavailable: Failure = failure(
  'body-unavailable',
  'Something before this middleware, such as express.json(), read the body and kept nothing of it.',
);

const precisionLost: Failure = failure(
  'precision-lost',
  'express.json() has parsed the body and rounded an integer beyond 2^53, such as an account id.',
);
