import { assertOption } from '../assert';
import type { FailureType } from '../delivery/failure';

/**
 * Ways to tamper with a request, and the failure that each one leads to in a middleware with a `token`. For
 * `wrong-payload` the middleware must also have a handler for the command.
 */
export const tamperings = {
  /** The method is PUT instead of POST. */
  'wrong-method': 'wrong-method',
  /** The URL has no `CallbackCommand`. */
  'no-command': 'bad-url',
  /** The URL's `SdkAppid` belongs to another application. */
  'foreign-app': 'wrong-app',
  /** The URL has no `Sign` and no `RequestTime`. */
  unsigned: 'unsigned',
  /** `Sign` was made with another token. */
  'bad-signature': 'bad-signature',
  /** The request was signed an hour ago. Needs a token. */
  stale: 'stale',
  /** The request will be signed in an hour. Needs a token. */
  future: 'stale',
  /** The headers say that the body is compressed. */
  compressed: 'unsupported-encoding',
  /** The body is one byte longer than 1 MiB, which is the default limit. */
  'too-large': 'body-too-large',
  /** The body ends in the middle. */
  'cut-body': 'bad-json',
  /** The body is a form instead of JSON. */
  'not-json': 'bad-json',
  /** The body names its command and has no other field. */
  'wrong-payload': 'bad-payload',
} as const satisfies Readonly<Record<string, FailureType>>;

/** A way to tamper with a request: a key of {@link tamperings}. */
export type Tampering = keyof typeof tamperings;

/** The parts from which a request is built. */
export interface RequestParts {
  readonly method: 'POST' | 'PUT';
  readonly sdkAppId: string;
  readonly command: string;
  /** The command in the URL; `undefined` leaves the parameter out. */
  readonly urlCommand: string | undefined;
  readonly token: string | undefined;
  /** Unix milliseconds. */
  readonly signedAt: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const hourMs = 3_600_000;

const signedLater = ({ token, signedAt }: RequestParts, milliseconds: number): Partial<RequestParts> => {
  assertOption(
    token !== undefined,
    'signedRequest: tamper can only be stale or future for a signed request: give a token.',
  );
  return { signedAt: signedAt + milliseconds };
};

const changes: Readonly<Record<Tampering, (parts: RequestParts) => Partial<RequestParts>>> = {
  'wrong-method': () => ({ method: 'PUT' }),
  'no-command': () => ({ urlCommand: undefined }),
  'foreign-app': ({ sdkAppId }) => ({ sdkAppId: `${sdkAppId}1` }),
  unsigned: () => ({ token: undefined }),
  'bad-signature': ({ token = '' }) => ({ token: `another than ${token}` }),
  stale: (parts) => signedLater(parts, -hourMs),
  future: (parts) => signedLater(parts, hourMs),
  compressed: ({ headers }) => ({ headers: { ...headers, 'Content-Encoding': 'gzip' } }),
  'too-large': ({ body }) => ({ body: body.padEnd(2 ** 20 + 1) }),
  'cut-body': ({ body }) => ({ body: body.slice(0, body.trimEnd().length / 2) }),
  'not-json': ({ command, headers }) => ({
    headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `CallbackCommand=${command}`,
  }),
  'wrong-payload': ({ command }) => ({ body: JSON.stringify({ CallbackCommand: command }) }),
};

/** Returns the parts with the one change that the tampering makes. */
export const tamperWith = (parts: RequestParts, tampering: Tampering | undefined): RequestParts =>
  tampering === undefined ? parts : { ...parts, ...changes[tampering](parts) };
