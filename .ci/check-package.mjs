/*
 * Packs what `npm publish` would upload, once, and tries it: publint and attw on the tarball, and limits on its size.
 * Needs a build. Prints the sizes, and of the two tools only what they find wrong.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const limits = { size: 420_000, unpackedSize: 1_800_000, entryCount: 560 };

const checkSize = (packed) => {
  for (const [what, limit] of Object.entries(limits)) {
    console.log(`${what}: ${packed[what]} of at most ${limit}`);
    if (packed[what] > limit) process.exitCode = 1;
  }
};

const checkWith = async (tool, ...parameters) => {
  try {
    await run('npx', ['--no', tool, ...parameters]);
    console.log(`${tool}: nothing to report`);
  } catch (error) {
    console.error(`${tool} reports:\n${error.stdout}${error.stderr}`);
    process.exitCode = 1;
  }
};

const folder = mkdtempSync(path.join(tmpdir(), 'tencent-live-webhooks-pack-'));
try {
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
  const [packed] = Object.values(JSON.parse(stdout));
  const tarball = path.join(folder, packed.filename);
  checkSize(packed);
  await Promise.all([checkWith('publint', 'run', '--strict', tarball), checkWith('attw', tarball)]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
