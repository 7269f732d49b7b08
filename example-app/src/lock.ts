import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart } from './config';

/**
 * Makes a folder this process's own, by a file with the process's id; one that was left behind by a process that is gone
 * does not count. Throws `CannotStart`; returns how to unlock.
 */
export const lockDirectory = (directory: string): (() => void) => {
  const path = join(directory, 'process-id');
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(path, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') {
      throw new CannotStart(`DATA_DIR cannot be written to (${String(error)}): choose another folder.`);
    }
    const owner = Number(readFileSync(path, 'utf8'));
    if (owner !== process.pid && isRunning(owner)) {
      throw new CannotStart(
        `The data in ${directory} is in use by process ${owner}: stop that one, choose another folder with DATA_DIR, ` +
          'or set DATABASE_URL, which serves many processes.',
      );
    }
    writeFileSync(path, String(process.pid));
  }
  return () => rmSync(path, { force: true });
};

const isRunning = (processId: number): boolean => {
  try {
    // Signal 0 is none: it only asks whether there is somebody to signal. Process 0 would be one's own group.
    return processId > 0 && process.kill(processId, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
};

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
