import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { addCheck } from './check';
import { ConnectionError, UsageError } from './errors';
import { addFailed } from './failed';
import { exitCodes, type ExitCode, type Io } from './io';
import { addList } from './list';
import { addPrint } from './print';
import { addRecord } from './record';
import { addReplay } from './replay';
import { addSchema } from './schema';
import { createRedactor, maskArguments, secretsIn } from './redact';
import { createSafeOutput } from './safe-output';
import { addSend } from './send';
import { addSetCallback } from './set-callback';
import { addSimulate } from './simulate';
import { addVerify } from './verify';

const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };

const verbs = [
  addList,
  addPrint,
  addSend,
  addVerify,
  addSetCallback,
  addSimulate,
  addCheck,
  addSchema,
  addRecord,
  addReplay,
  addFailed,
];

const afterHelp = `
Exit codes:
  0  everything is as it should be
  1  the reply is not the one Tencent demands, or what was checked is wrong
  2  the command line is wrong
  3  there is no connection to the server`;

/** Runs a command line. Resolves to the exit code of the process. */
export const runProgram = async (args: readonly string[], io: Io): Promise<ExitCode> => {
  const output = createSafeOutput(io, createRedactor(secretsIn(args, process.env)));
  let exitCode: ExitCode = exitCodes.ok;
  const program = new Command('tencent-live-webhooks')
    .description('Sends, checks and configures the webhooks of Tencent Cloud Live.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(...text.trimEnd().split('\n')),
      writeErr: (text) => output.err(...linesOf(maskArguments(text.trimEnd(), args), args)),
    })
    .addHelpText('after', afterHelp);
  for (const add of verbs) add(program, output, (code) => (exitCode = code));

  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has already printed the error. It also throws after it has printed the help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (error instanceof UsageError) return (output.err(`error: ${error.message}`), exitCodes.usage);
    if (error instanceof ConnectionError) {
      output.err(
        `error: No connection to the server: ${error.message}. Check that it is running and that the URL is right.`,
      );
      return exitCodes.unreachable;
    }
    output.err(`error: This is a bug in tencent-live-webhooks; please report it. ${inspect(error)}`);
    return exitCodes.failed;
  }
};

/** An error of commander may have several lines, but an argument that it quotes must not add one. */
const linesOf = (text: string, args: readonly string[]): readonly string[] =>
  args.some((arg) => arg.includes('\n')) ? [text] : text.split('\n');
