import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, type OwnDatabase } from './example-app';

const app = join(__dirname, '../../example-app');

/** Changes with the tables, the functions and the database program. */
const version = (): string => {
  const hash = createHash('sha256').update(readFileSync(join(app, 'package.json')));
  for (const name of readdirSync(join(app, 'sql')).toSorted()) hash.update(readFileSync(join(app, 'sql', name)));
  return hash.digest('hex').slice(0, 16);
};

/** A folder with an empty database. Making it takes seconds, so it is kept beside the build, for all suites. */
const template = async (): Promise<string> => {
  const path = join(app, 'dist', `database-template-${version()}`);
  if (existsSync(path)) return path;
  const directory = mkdtempSync(join(app, 'dist', 'database-template-'));
  await (await start({ DATA_DIR: directory })).stop();
  try {
    renameSync(directory, path);
  } catch {
    // Another suite was faster.
    rmSync(directory, { recursive: true, force: true });
  }
  return path;
};

export const embeddedDatabase = async (): Promise<OwnDatabase> => {
  const directory = mkdtempSync(join(tmpdir(), 'board-'));
  cpSync(await template(), directory, { recursive: true });
  return {
    settings: { DATA_DIR: directory },
    drop: async () => rmSync(directory, { recursive: true, force: true }),
  };
};
