import { pino, type Logger } from 'pino';
import { CannotStart, readConfig, type Config } from './config';

/** Runs a process; where it cannot start, tells why in a sentence. */
export const start = (main: (config: Config, logger: Logger) => Promise<void>): void => {
  const run = async (): Promise<void> => {
    const config = readConfig(process.env);
    // Written at once, so that the last lines of a process are out, and in order, before it ends.
    await main(config, pino({ level: config.logLevel }, pino.destination({ sync: true })));
  };
  run().catch((problem: unknown) => {
    console.error(problem instanceof CannotStart ? problem.message : problem);
    process.exit(1);
  });
};
