import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart } from './config';

/**
 * Makes a folder this process's own, by a file with the process's id; one that was left behind by a process that is gone
 * does not count. Throws `CannotStart`; returns how to unlock.
 */
export const lockDirectory = (directory: string): (() => void) => {
  const path = join(directory, 'process-id');
  const owner = existsSync(path) ? Number(readFileSync(path, 'utf8')) : process.pid;
  if (owner !== process.pid && isRunning(owner)) {
    throw new CannotStart(
      `The data in ${directory} is in use by process ${owner}: stop that one, choose another folder with DATA_DIR, ` +
        'or set DATABASE_URL, which serves many processes.',
    );
  }
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(path, String(process.pid));
  } catch (error) {
    throw new CannotStart(`DATA_DIR cannot be written to (${String(error)}): choose another folder.`);
  }
  return () => rmSync(path, { force: true });
};

const isRunning = (processId: number): boolean => {
  try {
    // Signal 0 is none: it only asks whether there is somebody to signal. Process 0 would be one's own group.
    return processId > 0 && process.kill(processId, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};
