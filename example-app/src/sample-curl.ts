import { signedRequest } from 'tencent-live-webhooks/testing';
import type { Config } from './config';

/** A command for sh that posts a sample of Tencent's: a seat taken by an account whose id no JavaScript number holds. */
export const sampleCurl = (callbackUrl: string, { sdkAppId, token }: Config): string => {
  const { query, headers, body } = signedRequest({
    sdkAppId,
    command: 'Mic.CallbackAfterSeatInfoChanged',
    token,
  });
  return [
    'curl -sS',
    quote(callbackUrl + query),
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    `--data-binary ${quote(onOneLine(body))}`,
  ].join(' ');
};

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** In JSON, line breaks stand between tokens only. */
const onOneLine = (json: string): string => json.replaceAll(/\n\s*/g, ' ');
