import { availableParallelism } from 'node:os';

/** Runs `work` on every job, two more at a time than there are processors: most of a job is waiting. */
export const inParallel = async (jobs, work) => {
  const waiting = [...jobs];
  const worker = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await work(job);
  };
  await Promise.all(Array.from({ length: availableParallelism() + 2 }, worker));
};
