import type { FailureType } from '../delivery/failure';

/**
 * Ways to break a request, and the failure each one leads to: a middleware with a `token` refuses it so, and for
 * `wrong-payload` one with a handler for the command.
 */
export const spoils = {
  /** PUT instead of POST. */
  'wrong-method': 'wrong-method',
  /** The URL has no `CallbackCommand`. */
  'no-command': 'bad-url',
  /** The URL's `SdkAppid` is another application's. */
  'foreign-app': 'wrong-app',
  /** The URL has no `Sign` and no `RequestTime`. */
  unsigned: 'unsigned',
  /** `Sign` is another token's. */
  'bad-signature': 'bad-signature',
  /** Signed an hour ago. Takes a token. */
  stale: 'stale',
  /** Signed in an hour. Takes a token. */
  future: 'stale',
  /** Says that its body is compressed. */
  compressed: 'unsupported-encoding',
  /** One byte more than 1 MiB, which is the default limit. */
  'too-large': 'body-too-large',
  /** The first half of the body. */
  'cut-body': 'bad-json',
  /** A form instead of JSON. */
  'not-json': 'bad-json',
  /** Names its command, and has none of its fields. */
  'wrong-payload': 'bad-payload',
} as const satisfies Readonly<Record<string, FailureType>>;

/** A way to break a request: a key of {@link spoils}. */
export type Spoil = keyof typeof spoils;

/** What a request is made from. */
export interface Ingredients {
  readonly method: 'POST' | 'PUT';
  readonly sdkAppId: string;
  readonly command: string;
  /** `undefined`: the URL names none. */
  readonly urlCommand: string | undefined;
  readonly token: string | undefined;
  /** Unix milliseconds. */
  readonly signedAt: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const hour = 3_600_000;

const signedAfter = ({ token, signedAt }: Ingredients, milliseconds: number): Partial<Ingredients> => {
  if (token === undefined) throw new TypeError('Without a token nothing is signed, early or late: give one.');
  return { signedAt: signedAt + milliseconds };
};

const changes: Readonly<Record<Spoil, (ingredients: Ingredients) => Partial<Ingredients>>> = {
  'wrong-method': () => ({ method: 'PUT' }),
  'no-command': () => ({ urlCommand: undefined }),
  'foreign-app': ({ sdkAppId }) => ({ sdkAppId: `${sdkAppId}1` }),
  unsigned: () => ({ token: undefined }),
  'bad-signature': ({ token = '' }) => ({ token: `another than ${token}` }),
  stale: (ingredients) => signedAfter(ingredients, -hour),
  future: (ingredients) => signedAfter(ingredients, hour),
  compressed: ({ headers }) => ({ headers: { ...headers, 'Content-Encoding': 'gzip' } }),
  'too-large': ({ body }) => ({ body: body.padEnd(2 ** 20 + 1) }),
  'cut-body': ({ body }) => ({ body: body.slice(0, body.trimEnd().length / 2) }),
  'not-json': ({ command, headers }) => ({
    headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `CallbackCommand=${command}`,
  }),
  'wrong-payload': ({ command }) => ({ body: JSON.stringify({ CallbackCommand: command }) }),
};

/** What a request is made from, with one thing wrong. */
export const spoiled = (ingredients: Ingredients, spoil: Spoil | undefined): Ingredients =>
  spoil === undefined ? ingredients : { ...ingredients, ...changes[spoil](ingredients) };
