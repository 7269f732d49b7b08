import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type { WebhookRequest } from './context';
import { createFailure, type Failure } from './failure';

/** Whether a request holds a body. Test kits put an empty object where none was given, as Express 4 does. */
export const hasBody = ({ rawBody, body }: WebhookRequest): boolean => rawBody != null || !isEmptyObject(Object(body));

const isEmptyObject = (value: object): boolean =>
  Object.getPrototypeOf(value) === Object.prototype && Object.keys(value).length === 0;

/** The bytes that a request holds outside its stream: what something upstream has read. */
export const bytesHeldBy = (request: WebhookRequest): E.Either<Failure, Buffer> => {
  if (!hasBody(request)) return E.left(bodyUnavailable);
  const held = request.rawBody ?? request.body;
  if (held instanceof Uint8Array) return E.right(toBuffer(held));
  return typeof held === 'string' ? E.right(Buffer.from(held)) : serialize(held);
};

/** Serializes a parsed body; refuses it where parsing has already changed an integer. */
const serialize = (body: unknown): E.Either<Failure, Buffer> => {
  let isRounded = false;
  const checkInteger = (_key: string, value: unknown): unknown => {
    isRounded ||= Number.isInteger(value) && !Number.isSafeInteger(value);
    return value;
  };
  return pipe(
    E.tryCatch(
      () => Buffer.from(JSON.stringify(body, checkInteger)),
      (): Failure => bodyUnavailable,
    ),
    E.filterOrElse(
      () => !isRounded,
      () => precisionLost,
    ),
  );
};

/** The same bytes as a Buffer, without a copy. */
export const toBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const bodyUnavailable: Failure = createFailure(
  'body-unavailable',
  'Something before this middleware, such as express.json(), read the body and kept nothing of it.',
);

const precisionLost: Failure = createFailure(
  'precision-lost',
  'express.json() has parsed the body and rounded an integer beyond 2^53, such as an account id.',
);
