/* What every run needs first: the package as it is published, and a certificate for the secure servers. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));

/** Packs the package and unpacks it where the servers import it from. Its dependencies are those of the repository. */
export const unpackPackage = async () => {
  const work = mkdtempSync(path.join(tmpdir(), 'tencent-live-webhooks-hosts-'));
  const target = path.join(here, 'node_modules', 'tencent-live-webhooks');
  try {
    const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', work], {
      cwd: path.join(here, '../..'),
      timeout: 120_000,
    });
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    const tarball = path.join(work, stdout.trim().split('\n').at(-1));
    await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

/** As environment variables. */
export const certificate = async () => {
  const { private: KEY, cert: CERTIFICATE } = await generate([{ name: 'commonName', value: 'localhost' }]);
  return { KEY, CERTIFICATE };
};
