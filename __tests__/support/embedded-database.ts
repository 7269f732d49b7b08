import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, type OwnDatabase } from './example-app';

let template: Promise<string> | undefined;

/** A folder with an empty database, whose making takes seconds: made once, and copied. */
const makeTemplate = async (): Promise<string> => {
  const directory = mkdtempSync(join(tmpdir(), 'board-template-'));
  await (await start({ DATA_DIR: directory })).stop();
  return directory;
};

afterAll(async () => {
  if (template) rmSync(await template, { recursive: true, force: true });
});

export const embeddedDatabase = async (): Promise<OwnDatabase> => {
  const directory = mkdtempSync(join(tmpdir(), 'board-'));
  cpSync(await (template ??= makeTemplate()), directory, { recursive: true });
  return {
    settings: { DATA_DIR: directory },
    drop: async () => rmSync(directory, { recursive: true, force: true }),
  };
};
