import type { Command } from 'commander';
import { signedRequest } from '../testing';
import type { Output } from './io';
import { assertCommand } from './arguments';

export const addPrint = (program: Command, io: Output): void => {
  program
    .command('print')
    .description("print Tencent's own sample of a command's body, as JSON")
    .argument('<command>', 'such as Live.CallbackBeforeSendGift; see list')
    .action((command: string) => print(command, io));
};

export const print = (command: string, io: Output): void => {
  assertCommand(command);
  io.out(...signedRequest({ sdkAppId: 0, command }).body.split('\n'));
};
