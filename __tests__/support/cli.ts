import type { ExitCode, Io } from '../../lib/cli/io';
import { runProgram } from '../../lib/cli/program';

// What a developer may have set must not decide what the tests see.
delete process.env['SDK_APP_ID'];
delete process.env['TENCENT_WEBHOOK_TOKEN'];

export interface CliRun {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
  /** What a terminal would have shown, line by line. */
  readonly progress: readonly string[];
}

/** Runs a command line in this process. */
export const cli = async (args: readonly string[], world: Partial<Io> = {}): Promise<CliRun> => {
  const out: string[] = [];
  const err: string[] = [];
  const progress: string[] = [];
  const io: Io = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    progress: (line) => progress.push(line),
    stdin: async () => '',
    interrupted: () => new AbortController().signal,
    ...world,
  };
  const code = await runProgram(args, io);
  return { code, out: out.join('\n'), err: err.join('\n'), progress };
};

/** A URL on this machine. */
export const urlAt = (port: number): string => `http://127.0.0.1:${port}/tencent-callback`;
