import type { Command } from 'commander';
import { UsageError } from './errors';
import type { Output } from './io';
import { assertCommand, callbackUrl, commandNames } from './arguments';

/** Tencent lists this switch among the commands: with it, gifts go through when the server fails. Page 64413. */
const settings = ['Live.CallbackBeforeCallBackNotBlock'];

export const addSetCallback = (program: Command, io: Output): void => {
  program
    .command('set-callback')
    .description(
      "print the JSON for Tencent's REST call v4/live_config/set_callback (https://trtc.io/document/64420), which " +
        'sets the callback URL and the commands that are sent to it',
    )
    .argument('<commands...>', 'the commands you handle')
    .requiredOption('--url <url>', 'the callback URL of your server', callbackUrl)
    .action((commands: readonly string[], { url }: { readonly url: URL }) => setCallback(url, commands, io));
};

export const setCallback = (url: URL, commands: readonly string[], io: Output): void => {
  if (!io.isPublic(url.href)) {
    throw new UsageError(
      '--url holds a password, a signature or your token, and would be stored at Tencent: leave it out.',
    );
  }
  for (const command of commands) assertCommand(command, [...commandNames, ...settings]);
  const CallbackCommandList = [...new Set(commands)].toSorted();
  io.json({ Url: url.href, CallbackCommandList });
};
