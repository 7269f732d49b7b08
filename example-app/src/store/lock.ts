import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import type { Logger } from 'pino';
import { StartupError } from '../startup-error';

/** A lock that was not renewed for so long belongs to a process that is gone. */
const staleMs = 5000;

/**
 * Makes a folder this process's own, by a lock whose time is renewed every second. It does not depend on process ids,
 * because in two containers on one volume both processes have the id 1. After a crash, the next process waits until the
 * lock is stale. Throws `StartupError`; returns how to unlock.
 */
export const lockDirectory = async (directory: string, logger: Logger): Promise<() => Promise<void>> => {
  try {
    mkdirSync(directory, { recursive: true });
    return await lock(directory, {
      lockfilePath: join(directory, 'lock'),
      stale: staleMs,
      update: 1000,
      retries: { retries: staleMs / 1000 + 2, factor: 1, minTimeout: 1000, maxTimeout: 1000 },
      // Two processes that write into one folder destroy it: better none.
      onCompromised: (err) => {
        logger.fatal({ err }, 'this process has lost the lock of DATA_DIR and ends');
        process.exit(1);
      },
    });
  } catch (error) {
    throw new StartupError(
      error instanceof Error && 'code' in error && error.code === 'ELOCKED'
        ? `The data in ${directory} is in use by another process, perhaps in another container: stop that one, ` +
            'choose another folder with DATA_DIR, or set DATABASE_URL, which serves many processes.'
        : `DATA_DIR cannot be written to (${String(error)}): choose another folder.`,
    );
  }
};
