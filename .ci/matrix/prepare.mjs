/* The packed package in a folder for each Express, and beside them every Node.js and TypeScript to try it with. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const run = promisify(execFile);

export const repository = path.join(here, '../..');
export const work = mkdtempSync(path.join(tmpdir(), 'tencent-live-webhooks-matrix-'));
export const tools = path.join(work, 'tools');

export const nodes = ['20', '22', '24', '26'];
export const compilers = ['5.4', '5.5', '5.6', '5.7', '5.8', '5.9', '6.0', '7.0'];
export const expresses = ['4', '5'];

export const folderOf = (express) => path.join(work, `express-${express}`);
export const versionIn = (folder, name) =>
  JSON.parse(readFileSync(path.join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;

const install = async (folder, dependencies) => {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, timeout: 600_000 });
};

export const prepare = async () => {
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', work], { cwd: repository });
  const tarball = path.join(work, stdout.trim().split('\n').at(-1));
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

  await install(tools, {
    ...Object.fromEntries(nodes.map((version) => [`node-${version}`, `npm:node-${platform}@${version}`])),
    ...Object.fromEntries(compilers.map((version) => [`typescript-${version}`, `npm:typescript@~${version}.0`])),
  });
  for (const express of expresses) {
    const types = { '@types/express': express, '@types/node': '20' };
    await install(folderOf(express), { 'tencent-live-webhooks': `file:${tarball}`, express, ...types });
    for (const file of ['scenario.cjs', 'consumer.cjs', 'consumer.mjs']) {
      copyFileSync(path.join(here, file), path.join(folderOf(express), file));
    }
    for (const extension of ['ts', 'mts', 'cts']) {
      copyFileSync(path.join(here, 'consumer.ts'), path.join(folderOf(express), `consumer.${extension}`));
    }
  }
};
