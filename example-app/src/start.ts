import { pino, type Logger } from 'pino';
import { readConfig, type Config } from './config';
import { StartupError } from './startup-error';

/** Runs a process. Where it cannot start, it prints why in one sentence. */
export const start = (main: (config: Config, logger: Logger) => Promise<void>): void => {
  const run = async (): Promise<void> => {
    const config = readConfig(process.env);
    // Each line is written at once, so that the last lines of a process are out, and in order, before it ends.
    await main(config, pino({ level: config.logLevel }, pino.destination({ sync: true })));
  };
  run().catch((problem: unknown) => {
    console.error(problem instanceof StartupError ? problem.message : problem);
    process.exit(1);
  });
};
