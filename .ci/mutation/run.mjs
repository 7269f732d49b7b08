/*
 * Installs Stryker, builds the package, and runs Stryker with the parameters given:
 * `npm run test:mutation -- --mutate lib/stores/memory.ts`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { slim } from './slim.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

const statusOf = (command, ...parameters) =>
  spawnSync(command, parameters, {
    cwd: path.join(here, '../..'),
    stdio: 'inherit',
    shell: command === 'npm' && process.platform === 'win32',
  }).status ?? 1;

const run = (...command) => {
  const status = statusOf(...command);
  if (status !== 0) process.exit(status);
};

const installed = path.join(here, 'node_modules/.package-lock.json');
const isInstalled =
  existsSync(installed) && statSync(installed).mtimeMs >= statSync(path.join(here, 'package-lock.json')).mtimeMs;

if (!isInstalled) run('npm', 'ci', '--prefix', here);
run('npm', 'run', '--silent', 'build:package');
if (!process.env.REDIS_URL) console.warn('REDIS_URL is not set: mutants that only a real Redis notices will survive.');
const stryker = path.join(here, 'node_modules/@stryker-mutator/core/bin/stryker.js');
process.exitCode = statusOf(
  process.execPath,
  stryker,
  'run',
  path.join(here, 'stryker.config.mjs'),
  ...process.argv.slice(2),
);
const results = path.join(here, 'incremental.json');
if (existsSync(results)) slim(results);
