import { signedRequest } from 'tencent-live-webhooks/testing';
import type { Config } from '../config';

interface Target {
  readonly callbackUrl: string;
  readonly config: Pick<Config, 'sdkAppId' | 'token'>;
}

/** A command for sh that posts this body as Tencent does; by default Tencent's sample of the command. */
export const curlCommand = ({ callbackUrl, config }: Target, command: string, body?: string): string => {
  const { sdkAppId, token } = config;
  const webhook = signedRequest({ sdkAppId, command, token, body });
  return [
    'curl -sS',
    quote(callbackUrl + webhook.query),
    ...Object.entries(webhook.headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    `--data-binary ${quote(body ?? onOneLine(webhook.body))}`,
  ].join(' ');
};

/** The same by the package's own command line, which takes the token from the environment. */
export const sendCommand = ({ callbackUrl, config }: Target, command: string, body: string): string =>
  `npx tencent-live-webhooks send ${quote(callbackUrl)} ${quote(command)} --sdk-app-id ${config.sdkAppId} --data ${quote(body)}`;

/** Prints the JSON for Tencent's `set_callback`. */
export const setCallbackCommand = (commands: readonly string[]): string =>
  `npx tencent-live-webhooks set-callback --url https://… ${commands.join(' ')}`;

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** In JSON, line breaks stand between tokens only. */
const onOneLine = (json: string): string => json.replaceAll(/\n\s*/g, ' ');
