import type { FaultRandom } from './random';

/** The test's own view of a queue, whatever engine holds it. */
export interface Watched {
  /** How many jobs are not done with. */
  pending(): Promise<number>;
  /** How many jobs are kept as failed. */
  failed(): Promise<number>;
  /** Cuts some of a process's connections, at least one if there are any; returns how many. */
  cut(child: string, random: FaultRandom): Promise<number>;
  /** Removes what the test has left, if the engine is there. */
  close(): Promise<void>;
}
