import { assertOption, assertKnown, isObject } from '../assert';
import type { CommandName } from '../commands';
import { sign } from '../delivery/signature';
import { checkRequestOptions } from './check-request-options';
import { samples } from './samples';
import { tamperWith, type RequestParts, type Tampering } from './tamper';

/** The options of {@link signedRequest}. At least one of `command` and `body` is required. */
export interface SignedRequestOptions {
  /** Your SDKAppID. */
  readonly sdkAppId: number | string;
  /** The command in the URL. Default: the `CallbackCommand` of the body. */
  readonly command?: CommandName | (string & {}) | undefined;
  /** The body: text is sent as it is, anything else as JSON. Default: Tencent's sample of `command`, digit for digit. */
  readonly body?: unknown;
  /** The token that signs the request. Without one, and with `false`, the request is unsigned. */
  readonly token?: string | false | undefined;
  /** The time of signing, in Unix milliseconds. Default: now. */
  readonly now?: number | undefined;
  /** Where the middleware is mounted: a URL for `fetch`, a path for supertest and `inject`. Default: `/`. */
  readonly url?: string | undefined;
  /** Breaks the request in this way. */
  readonly tamper?: Tampering | undefined;
}

/** A webhook request, ready for `fetch`, supertest, `inject` and the like. */
export interface SignedRequest {
  /** `PUT` only for the tampering `wrong-method`. */
  readonly method: 'POST' | 'PUT';
  /** The `url` of the options, with the query string. */
  readonly url: string;
  /** The query string, which begins with `?`: append it to the URL or path of the middleware. */
  readonly query: string;
  /** Holds the `Content-Type`, which Express' body parsers need although Tencent does not promise one. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it is sent. */
  readonly body: string;
}

/**
 * Builds the request that Tencent would send, or with `tamper` a broken one.
 *
 * @example
 * With `fetch`:
 * ```ts
 * const { url, ...init } = signedRequest({
 *   sdkAppId: 1400000001,
 *   token: process.env.TENCENT_WEBHOOK_TOKEN,
 *   command: 'Live.CallbackBeforeSendGift',
 *   url: 'http://localhost:3000/tencent-callback',
 * });
 * const reply = await fetch(url, init);
 * ```
 *
 * @example
 * With supertest, a gift of your own, and a signature that does not fit:
 * ```ts
 * const { url, headers, body } = signedRequest({
 *   sdkAppId: 1400000001,
 *   token: 'secret',
 *   body: sampleBody('Live.CallbackBeforeSendGift', { RoomId: 'my-room' }),
 *   url: '/tencent-callback',
 *   tamper: 'bad-signature',
 * });
 * const reply = await request(app).post(url).set(headers).send(body);
 * ```
 *
 * @throws TypeError when an option is wrong or unknown; the message names the option and says what to give instead
 */
export const signedRequest = (options: SignedRequestOptions): SignedRequest => {
  checkRequestOptions(options);
  const { sdkAppId, now = Date.now(), url = '/', tamper } = options;
  const body = bodyOf(options);
  const command = options.command ?? commandIn(body);
  const parts: RequestParts = {
    method: 'POST',
    sdkAppId: String(sdkAppId),
    command,
    urlCommand: command,
    token: options.token || undefined,
    signedAt: now,
    headers: { 'Content-Type': 'application/json' },
    body,
  };
  const sent = tamperWith(parts, tamper);
  const query = queryOf(sent);
  // A client never sends the fragment of a URL, and would not send a query string that stands behind one.
  const target = url.replace(/#.*/s, '');
  const separator = target.includes('?') ? '&' : '?';
  return {
    method: sent.method,
    url: `${target}${separator}${query}`,
    query: `?${query}`,
    headers: sent.headers,
    body: sent.body,
  };
};

const queryOf = ({ sdkAppId, urlCommand, token, signedAt }: RequestParts): string => {
  const query = new URLSearchParams({
    SdkAppid: sdkAppId,
    ...(urlCommand !== undefined && { CallbackCommand: urlCommand }),
    contenttype: 'json',
    ClientIP: '127.0.0.1',
    OptPlatform: 'RESTAPI',
  });
  if (token !== undefined) {
    const requestTime = String(Math.floor(signedAt / 1000));
    query.set('Sign', sign(token, requestTime));
    query.set('RequestTime', requestTime);
  }
  return query.toString();
};

const bodyOf = ({ command, body }: SignedRequestOptions): string => {
  if (typeof body === 'string') return body;
  if (body !== undefined) return jsonOf(body);
  assertOption(
    command !== undefined,
    "signedRequest needs a command, such as 'Live.CallbackBeforeSendGift', or a body.",
  );
  assertKnown(
    'signedRequest needs a body for a command of your own. There is no sample of',
    command,
    Object.keys(samples),
  );
  return samples[command as CommandName];
};

const jsonOf = (body: unknown): string => {
  try {
    return JSON.stringify(body);
  } catch (error) {
    throw new TypeError(`signedRequest: JSON cannot express the body: ${(error as Error).message}`, { cause: error });
  }
};

const commandIn = (text: string): string => {
  const body = parsed(text);
  const found = isObject(body) ? body['CallbackCommand'] : undefined;
  const what = isObject(body) ? 'the body has no CallbackCommand' : 'the body is not a JSON object';
  assertOption(typeof found === 'string', `signedRequest: ${what}, so it needs a command too.`);
  return found;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
