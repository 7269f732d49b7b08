import { Command, CommanderError } from 'commander';
import { exitCodes, type ExitCode, type Io } from './io';
import { Unreachable } from './post';
import { addSimulate } from './simulate';
import { Usage } from './usage';

const afterHelp = `
Exit codes:
  0  all is well
  1  the reply is not the mandated one, the signature does not fit, or the like
  2  the command line cannot be followed
  3  the server could not be reached`;

/** Follows a command line. Resolves to what the process is to exit with. */
export const runProgram = async (args: readonly string[], io: Io): Promise<ExitCode> => {
  let exitCode: ExitCode = exitCodes.fine;
  const program = new Command('tencent-live-webhooks')
    .description('Sends, checks and configures the webhooks of Tencent Cloud Live.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      // A mistyped option would be quoted with its value, and that may be the token.
      writeErr: (text) => io.err(text.trimEnd().replaceAll(/(--[\w-]+)=[^'\s]+/g, '$1=…')),
    })
    .addHelpText('after', afterHelp);
  for (const add of [addSimulate]) add(program, io, (code) => (exitCode = code));

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
