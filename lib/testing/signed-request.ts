import type { CommandName } from '../commands';
import { sign } from '../delivery/signature';
import { samples } from './samples';

/** What {@link signedRequest} needs to know. */
export interface SignedRequestOptions {
  readonly sdkAppId: number | string;
  /** The URL's command, and with no `body` the one whose sample is sent, digit for digit. */
  readonly command: CommandName | (string & {});
  /** The body: text as it is, anything else as JSON. */
  readonly body?: unknown;
  /** Signs the request. */
  readonly token?: string | undefined;
  /** The time of signing, in Unix milliseconds. Default: now. */
  readonly now?: number | undefined;
}

/** A webhook request, ready for `fetch`, supertest and the like. */
export interface SignedRequest {
  readonly method: 'POST';
  /** Begins with `?`: append it to the URL or path the middleware is mounted at. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Builds the request Tencent would send: `request(app).post('/tencent-callback' + query).set(headers).send(body)`. */
export const signedRequest = ({
  sdkAppId,
  command,
  body,
  token,
  now = Date.now(),
}: SignedRequestOptions): SignedRequest => {
  const query = new URLSearchParams({
    SdkAppid: String(sdkAppId),
    CallbackCommand: command,
    contenttype: 'json',
    ClientIP: '127.0.0.1',
    OptPlatform: 'RESTAPI',
  });
  if (token !== undefined) {
    const requestTime = String(Math.floor(now / 1000));
    query.set('Sign', sign(token, requestTime));
    query.set('RequestTime', requestTime);
  }
  return {
    method: 'POST',
    query: `?${query.toString()}`,
    headers: { 'Content-Type': 'application/json' },
    body: textOf(command, body),
  };
};

const textOf = (command: string, body: unknown): string => {
  if (typeof body === 'string') return body;
  if (body !== undefined) return JSON.stringify(body);
  const sample = Object.entries(samples).find(([name]) => name === command)?.[1];
  if (sample === undefined) throw new TypeError(`There is no sample of ${command}: give signedRequest a body.`);
  return sample;
};
