import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What a child process is told. */
export interface Settings {
  /** Of Redis, or of PostgreSQL. */
  readonly url: string;
  readonly queueName: string;
  /** Of every key and connection of the test. */
  readonly prefix: string;
  /** The file that effects are appended to. */
  readonly ledger: string;
  readonly sdkAppId: number;
  readonly token: string;
  /** The options of the inbox. */
  readonly inbox?: { readonly attempts: number };
  /** The options of the processor. */
  readonly processor?: { readonly backoffMs: number };
  /** How many jobs a worker process has at a time. */
  readonly concurrency: number;
}

/** The script that a process runs. */
export type ChildKind = 'web' | 'worker' | 'web-pg-boss' | 'worker-pg-boss';

/** A delivery that a web process reported as failed. */
export interface ReportedFailure {
  readonly failure: string;
  readonly rawBody: string;
}

export interface Child {
  readonly name: string;
  /** Of a web process. */
  readonly port: number;
  readonly failures: readonly ReportedFailure[];
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves to the exit code, which is `null` for a process that had to be killed after all. */
  stop(): Promise<number | null>;
}

const running = new Set<ChildProcess>();

/** Starts a web or a worker process; resolves once it is at work. Should the test die, the child ends with it. */
export const startChild = async (kind: ChildKind, name: string, settings: Settings): Promise<Child> => {
  const child = fork(join(__dirname, `${kind}.cjs`), {
    execArgv: [],
    env: { ...process.env, FAULTS_SETTINGS: JSON.stringify({ ...settings, name }) },
  });
  running.add(child);
  const exit = once(child, 'exit').finally(() => running.delete(child));
  const ended = exit.then(() => {
    throw new Error(`${name} ended before it was at work. Is dist built?`);
  });
  const [{ port }] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];

  const failures: ReportedFailure[] = [];
  child.on('message', (failure) => failures.push(failure as ReportedFailure));

  return {
    name,
    port,
    failures,
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const deadline = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exit;
      clearTimeout(deadline);
      return child.exitCode;
    },
  };
};

/** Kills what a failed test has left. */
export const killChildren = async (): Promise<void> => {
  await Promise.all(
    [...running].map(async (child) => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }),
  );
};
