import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { addCheck } from './check';
import { exitCodes, type ExitCode, type Io } from './io';
import { addList } from './list';
import { Unreachable } from './post';
import { addPrint } from './print';
import { addSend } from './send';
import { addSetCallback } from './set-callback';
import { addSimulate } from './simulate';
import { addVerify } from './verify';
import { Usage } from './usage';

const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };

const verbs = [addList, addPrint, addSend, addVerify, addSetCallback, addSimulate, addCheck];

const afterHelp = `
Exit codes:
  0  all is well
  1  the reply is not the mandated one, the signature does not fit, or the like
  2  the command line cannot be followed
  3  the server could not be reached`;

/** A signature is as good as the token for a minute, and a server's reply may quote the URL it stands in. */
const masked = (text: string): string => text.replaceAll(/(?<=\bSign=)\w+/g, '…');

/** A mistyped option is quoted with its value, which may be the token. */
const withoutValues = (text: string): string => text.replace(/(?<='--[\w-]+=).*(?=')/s, '…');

/** Follows a command line. Resolves to what the process is to exit with. */
export const runProgram = async (args: readonly string[], world: Io): Promise<ExitCode> => {
  const io: Io = { ...world, out: (line) => world.out(masked(line)), err: (line) => world.err(masked(line)) };
  let exitCode: ExitCode = exitCodes.fine;
  const program = new Command('tencent-live-webhooks')
    .description('Sends, checks and configures the webhooks of Tencent Cloud Live.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(withoutValues(text.trimEnd())),
    })
    .addHelpText('after', afterHelp);
  for (const add of verbs) add(program, io, (code) => (exitCode = code));

  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has said what is wrong; asked for help, it ends like this too.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
    if (error instanceof Usage) return (io.err(`error: ${error.message}`), exitCodes.usage);
    if (!(error instanceof Unreachable)) throw error;
    io.err(`error: The server could not be reached: ${error.message}. Is it running, and is the URL right?`);
    return exitCodes.unreachable;
  }
};
