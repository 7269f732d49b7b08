import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

it('the page has every text in both languages, and shows JSON without changing a token of it', async () => {
  const child = promisify(execFile)(process.execPath, [join(__dirname, 'page-modules-child.mjs')]);
  await expect(child).resolves.toMatchObject({ stdout: 'holds\n' });
}, 30_000);
