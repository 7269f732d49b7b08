import { InvalidArgumentError, Option } from 'commander';
import { Usage } from './usage';

/** Who the requests claim to be for, and who they say signed them. */
export interface Identity {
  readonly sdkAppId: string;
  readonly token?: string;
}

export const sdkAppIdOption = (): Option =>
  new Option('--sdk-app-id <id>', 'your SDKAppID').env('SDK_APP_ID').argParser((text) => {
    if (/^\d+$/.test(text)) return text;
    throw new InvalidArgumentError('An SDKAppID has digits only, such as 1400000001.');
  });

/** Has no parser: commander would print the value that one refuses. */
export const tokenOption = (also = ''): Option =>
  new Option(
    '--token <token>',
    `your webhook token${also}; safer in the environment, where no list of processes shows it`,
  ).env('TENCENT_WEBHOOK_TOKEN');

/** Throws {@link Usage} unless it is a token Tencent takes. Page 69528. */
export const checkToken = (token: string | undefined): void => {
  if (token === undefined || (token.length >= 1 && token.length <= 128)) return;
  throw new Usage(
    `A token has 1 to 128 characters, not ${token.length}: mend --token or TENCENT_WEBHOOK_TOKEN, or leave both out.`,
  );
};
