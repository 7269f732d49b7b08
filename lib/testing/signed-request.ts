import { assertKnown } from '../assert';
import type { CommandName } from '../commands';
import { sign } from '../delivery/signature';
import { samples } from './samples';
import { spoiled, spoils, type Ingredients, type Spoil } from './spoil';

/** What {@link signedRequest} needs to know. Of `command` and `body`, one will do. */
export interface SignedRequestOptions {
  /** The application the request is for. */
  readonly sdkAppId: number | string;
  /** The URL's command. Default: the body's. Without a `body`, its sample is sent, digit for digit. */
  readonly command?: CommandName | (string & {}) | undefined;
  /** The body: text as it is, anything else as JSON. Default: the sample of `command`. */
  readonly body?: unknown;
  /** Signs the request. */
  readonly token?: string | undefined;
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
 * Throws a `TypeError` when there is neither a body nor a command that has a sample.
 */
export const signedRequest = (options: SignedRequestOptions): SignedRequest => {
  const { sdkAppId, token, now = Date.now(), url = '/', spoil } = options;
  if (spoil !== undefined) assertKnown('There is no spoil', spoil, Object.keys(spoils));
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
  const separator = url.includes('?') ? '&' : '?';
  return { method, url: `${url}${separator}${query}`, query: `?${query}`, headers, body: ingredients.body };
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
  if (body !== undefined) return JSON.stringify(body);
  if (command === undefined) throw new TypeError('Give signedRequest a command, or a body.');
  const sample = Object.entries(samples).find(([name]) => name === command)?.[1];
  if (sample === undefined) throw new TypeError(`There is no sample of ${command}: give signedRequest a body.`);
  return sample;
};

const commandIn = (text: string): string => {
  const { CallbackCommand } = JSON.parse(text) as { readonly CallbackCommand?: unknown };
  if (typeof CallbackCommand === 'string') return CallbackCommand;
  throw new TypeError('The body has no CallbackCommand: give signedRequest a command too.');
};
