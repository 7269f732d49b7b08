import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(__dirname, '..');
const readme = readFileSync(join(repository, 'README.md'), 'utf8');

jest.setTimeout(30_000);

/** Stands in for the app of the recipes. */
const app = `
  import express from 'express';
  import { liveWebhooks } from 'tencent-live-webhooks';
  const app = express().use('/tencent-callback', liveWebhooks({ sdkAppId: 1400000001, token: TOKEN, handlers: {} }));
`;

/** Runs a module in this repository, where the package is found under its own name. */
const run = (script: string): Promise<{ readonly code: unknown; readonly out: string }> =>
  new Promise((done) => {
    const options = ['--input-type=module', '--eval', script];
    execFile(process.execPath, options, { cwd: repository, timeout: 10_000 }, (error, stdout) =>
      done({ code: error?.code ?? 0, out: stdout }),
    );
  });

it('has a recipe for node:test and fetch in the README that passes with a token, and fails without', async () => {
  if (!existsSync(join(repository, 'dist/index.js'))) throw new Error('Run `npm run build` first.');
  const recipe = readme
    .split('```')
    .find((block) => block.startsWith('js\n'))!
    .replace(/^js\n/, '');
  const withApp = (token: string): string => recipe.replace(/import \{ app \} .*/, app.replace('TOKEN', token));
  expect(await run(withApp("'a token'"))).toMatchObject({ code: 0, out: expect.stringMatching(/pass 1\n/) });
  expect(await run(withApp('undefined'))).toMatchObject({ code: 1, out: expect.stringMatching(/fail 1\n/) });
});
