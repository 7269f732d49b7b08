import { check, checkKnown, isObject } from '../check';
import type { CommandName } from '../commands';
import { sign } from '../delivery/signature';
import { checkRequestOptions } from './check-request-options';
import { samples } from './samples';
import { spoiled, type Ingredients, type Spoil } from './spoil';

/** What {@link signedRequest} needs to know. Of `command` and `body`, one will do. */
export interface SignedRequestOptions {
  /** The application the request is for. */
  readonly sdkAppId: number | string;
  /** The URL's command. Default: the body's. Without a `body`, its sample is sent, digit for digit. */
  readonly command?: CommandName | (string & {}) | undefined;
  /** The body: text as it is, anything else as JSON. Default: the sample of `command`. */
  readonly body?: unknown;
  /** Signs the request. `false` or left out: it is unsigned. */
  readonly token?: string | false | undefined;
  /** The time of signing, in Unix milliseconds. Default: now. */
  readonly now?: number | undefined;
  /** Where the middleware is: a URL for `fetch`, a path for what calls the app itself. Default: `/`. */
  readonly url?: string | undefined;
  /** Breaks the request in this way. */
  readonly spoil?: Spoil | undefined;
}

/** A webhook request, ready for `fetch`, supertest, `inject` and the like. */
export interface SignedRequest {
  /** `PUT` only when it is spoilt so. */
  readonly method: 'POST' | 'PUT';
  /** The given `url`, with the query string. */
  readonly url: string;
  /** Begins with `?`: append it to the URL or path the middleware is mounted at. */
  readonly query: string;
  /** The `Content-Type`: Tencent promises none, Express' parsers want one. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, as on the wire. */
  readonly body: string;
}

/**
 * Builds the request Tencent would send, or one with something wrong with it. Pass it to `fetch(url, request)`, to
 * `app.inject(request)`, or to supertest: `request(app).post(url).set(headers).send(body)`.
 *
 * @throws TypeError when an option is wrong, in a sentence that names it, and when there is neither a body nor a command
 *   that has a sample
 */
export const signedRequest = (options: SignedRequestOptions): SignedRequest => {
  checkRequestOptions(options);
  const { sdkAppId, now = Date.now(), url = '/', spoil } = options;
  const token = options.token || undefined;
  const body = bodyOf(options);
  const command = options.command ?? commandIn(body);
  const ingredients = spoiled(
    {
      method: 'POST',
      sdkAppId: String(sdkAppId),
      command,
      urlCommand: command,
      token,
      signedAt: now,
      headers: { 'Content-Type': 'application/json' },
      body,
    },
    spoil,
  );
  const { method, headers } = ingredients;
  const query = queryOf(ingredients);
  // A fragment is never sent, and nor would a query string after it be.
  const target = url.replace(/#.*/s, '');
  const separator = target.includes('?') ? '&' : '?';
  return { method, url: `${target}${separator}${query}`, query: `?${query}`, headers, body: ingredients.body };
};

const queryOf = ({ sdkAppId, urlCommand, token, signedAt }: Ingredients): string => {
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
  check(command !== undefined, "signedRequest needs a command, such as 'Live.CallbackBeforeSendGift', or a body.");
  checkKnown(
    'For a command of your own, give signedRequest a body: there is no sample of',
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
  check(typeof found === 'string', `signedRequest: ${what}, so it needs a command too.`);
  return found;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
