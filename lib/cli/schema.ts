import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { assertCommand } from './arguments';
import { exitCodes, type ExitCode, type Output } from './io';

// The same from lib/cli and from dist/cli: the build writes these files.
const dist = join(__dirname, '../../dist');

export const addSchema = (program: Command, io: Output, end: (code: ExitCode) => void): void => {
  program
    .command('schema')
    .description('print the JSON Schema (2020-12) of the body of a command, or of all commands')
    .argument('[command]', 'for example Live.CallbackAfterCreateRoom')
    .option('--openapi', 'print an OpenAPI 3.1 document of all webhooks instead: parameters, bodies and replies')
    .action((command: string | undefined, options: SchemaOptions) => end(printSchema(command, options, io)));
};

interface SchemaOptions {
  readonly openapi?: boolean;
}

const printSchema = (command: string | undefined, { openapi = false }: SchemaOptions, io: Output): ExitCode => {
  if (openapi && command !== undefined) {
    io.err('error: The OpenAPI document is about all commands. Leave the command or --openapi out.');
    return exitCodes.usage;
  }
  if (command !== undefined) assertCommand(command);
  const file = join(dist, openapi ? 'openapi.json' : join('schema', `${command ?? 'webhook'}.json`));
  if (!existsSync(file)) {
    io.err(`error: ${file} is missing. Install tencent-live-webhooks again, or run npm run build in its repository.`);
    return exitCodes.failed;
  }
  io.json(JSON.parse(readFileSync(file, 'utf8')));
  return exitCodes.ok;
};
