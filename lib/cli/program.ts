import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { exitCodes, type ExitCode, type Io } from './io';
import { addList } from './list';
import { Unreachable } from './post';
import { addPrint } from './print';
import { createRedactor, maskArguments, secretsIn } from './redact';
import { createSafeOutput } from './safe-output';
import { addSend } from './send';
import { addSetCallback } from './set-callback';
import { addSimulate } from './simulate';
import { addVerify } from './verify';
import { Usage } from './usage';

const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };

const verbs = [addList, addPrint, addSend, addVerify, addSetCallback, addSimulate];

const afterHelp = `
Exit codes:
  0  all is well
  1  the reply is not the mandated one, the signature does not fit, or the like
  2  the command line cannot be followed
  3  the server could not be reached`;

/** Follows a command line. Resolves to what the process is to exit with. */
export const runProgram = async (args: readonly string[], io: Io): Promise<ExitCode> => {
  const output = createSafeOutput(io, createRedactor(secretsIn(args, process.env)));
  let exitCode: ExitCode = exitCodes.fine;
  const program = new Command('tencent-live-webhooks')
    .description('Sends, checks and configures the webhooks of Tencent Cloud Live.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(...text.trimEnd().split('\n')),
      writeErr: (text) => output.err(...complaintLines(maskArguments(text.trimEnd(), args), args)),
    })
    .addHelpText('after', afterHelp);
  for (const add of verbs) add(program, output, (code) => (exitCode = code));

  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong; asked for help, it ends like this too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
    if (error instanceof Usage) return (output.err(`error: ${error.message}`), exitCodes.usage);
    if (error instanceof Unreachable) {
      output.err(`error: The server could not be reached: ${error.message}. Is it running, and is the URL right?`);
      return exitCodes.unreachable;
    }
    output.err(`error: tencent-live-webhooks has a fault of its own; please report it. ${inspect(error)}`);
    return exitCodes.failed;
  }
};

/** A complaint may have several lines, but an argument that it quotes must not add one. */
const complaintLines = (complaint: string, args: readonly string[]): readonly string[] =>
  args.some((arg) => arg.includes('\n')) ? [complaint] : complaint.split('\n');
