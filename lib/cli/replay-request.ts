import { signedRequest } from '../testing';
import type { RecordedHeader, RecordedRequest } from '../testing/recorded';
import type { Identity } from './arguments';
import type { ClientRequest } from './client';
import { joinPath } from './record-path';

/** Headers of one connection or of one signature. The client sets its own. */
const ownHeaders =
  /^(?:host|connection|keep-alive|content-length|transfer-encoding|te|trailer|upgrade|expect|proxy-connection)$/i;

/** The recorder has masked a part of the value. */
const isMasked = (value: string): boolean => value.includes('…');

/** Builds a recorded request anew: for this URL and, with a token, signed now. */
export const buildReplay = (
  recorded: RecordedRequest,
  url: URL,
  { sdkAppId, token }: Partial<Identity>,
): ClientRequest => {
  const { method, headers, body } = recorded;
  const { origin } = url;
  const path = joinPath(url, withIdentity(recorded.path, sdkAppId, token));
  return { method, url: `${origin}${path}`, headers: headersOf(headers), body };
};

const withIdentity = (path: string, sdkAppId: string | undefined, token: string | undefined): string => {
  const start = path.indexOf('?');
  if (start === -1) return path;
  const parameters = path
    .slice(start + 1)
    .split('&')
    .filter((parameter) => !/^(?:sign|requesttime)=/i.test(parameter))
    .map((parameter) => (sdkAppId === undefined ? parameter : parameter.replace(/^(sdkappid=).*/i, `$1${sdkAppId}`)));
  return `${path.slice(0, start)}?${[...parameters, ...signatureOf(token)].join('&')}`;
};

const signatureOf = (token: string | undefined): readonly string[] => {
  if (token === undefined) return [];
  const { query } = signedRequest({ sdkAppId: 0, body: {}, command: 'signed', token });
  return query.split('&').filter((parameter) => /^(?:Sign|RequestTime)=/.test(parameter));
};

/** A header that is given several times becomes a list. */
const headersOf = (recorded: readonly RecordedHeader[]): Record<string, string | string[]> => {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of recorded) {
    if (ownHeaders.test(name) || isMasked(value)) continue;
    const key = Object.keys(headers).find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;
    const earlier = headers[key];
    headers[key] = earlier === undefined ? value : [...[earlier].flat(), value];
  }
  return headers;
};
