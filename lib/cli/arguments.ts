import { InvalidArgumentError, Option } from 'commander';
import { assertKnown } from '../assert';
import { catalogue, type CommandName } from '../commands';
import { UsageError } from './errors';

/** The application that requests are sent for, and the token that signs them. */
export interface Identity {
  readonly sdkAppId: string;
  readonly token?: string;
}

export const sdkAppIdOption = (): Option =>
  new Option('--sdk-app-id <id>', 'your SDKAppID').env('SDK_APP_ID').argParser((text) => {
    if (/^\d+$/.test(text)) return text;
    throw new InvalidArgumentError('An SDKAppID has digits only, such as 1400000001.');
  });

/** Has no parser, because commander prints a value that its parser rejects. */
export const tokenOption = (note = ''): Option =>
  new Option(
    '--token <token>',
    `your webhook token${note}; safer in the environment, where no list of processes shows it`,
  ).env('TENCENT_WEBHOOK_TOKEN');

/** Throws a {@link UsageError} unless Tencent allows such a token. Page 69528. */
export const assertToken = (token: string | undefined): void => {
  if (token === undefined || (token.length >= 1 && token.length <= 128)) return;
  throw new UsageError(
    `A token has 1 to 128 characters, not ${token.length}: fix --token or TENCENT_WEBHOOK_TOKEN, or leave both out.`,
  );
};

export const commandNames = Object.keys(catalogue) as readonly CommandName[];

/** Throws a {@link UsageError} that suggests the nearest name unless the command is known. */
export const assertCommand = (name: string, known: readonly string[] = commandNames): void => {
  try {
    assertKnown('There is no command', name, known);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};

/** Reads a callback URL: the one that is configured at Tencent, or that of your own server. */
export const callbackUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') {
    // A client never sends the fragment, and the query string has to stand before it.
    url.hash = '';
    return url;
  }
  throw new InvalidArgumentError('Give a complete URL, such as http://localhost:3000/tencent-callback.');
};

/** Creates a parser for a numeric option that names the allowed range when it rejects a value. */
export const numberBetween =
  (least: number, most: number, isAllowed: (value: number) => boolean = Number.isInteger) =>
  (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (isAllowed(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a ${isAllowed(0.5) ? '' : 'whole '}number from ${least} to ${most}.`);
  };
