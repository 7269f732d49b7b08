'use strict';

const { execFileSync } = require('node:child_process');
const { existsSync, readdirSync, statSync } = require('node:fs');
const path = require('node:path');

const repository = path.join(__dirname, '..');
const at = (...names) => path.join(repository, ...names);

/** When the newest of these was changed. A folder changes when a file in it is added, renamed or deleted. */
const lastChange = (...files) => Math.max(...files.map((file) => statSync(file).mtimeMs));
const within = (folder) => [folder, ...readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name))];

const isStale = (output, ...sources) => !existsSync(output) || lastChange(output) < lastChange(...sources);

/**
 * Builds the package and the example app unless their builds are newer than their sources, so that a suite that starts
 * built programs can be run by itself. Jest calls this once, before its workers start.
 */
module.exports = () => {
  const packageIsStale = isStale(at('dist/index.js'), at('tsconfig.json'), ...within(at('lib')));
  const appSources = [at('dist/index.d.ts'), at('example-app/tsconfig.json'), ...within(at('example-app/src'))];
  if (!packageIsStale && !isStale(at('example-app/dist/main.js'), ...appSources)) return;
  try {
    execFileSync('npm', ['run', '--silent', 'build'], {
      cwd: repository,
      encoding: 'utf8',
      shell: process.platform === 'win32',
      stdio: 'pipe',
    });
  } catch (error) {
    // The compiler writes JavaScript in spite of type errors, and most suites run without it.
    process.stderr.write(`\`npm run build\` failed, so suites that start built programs may fail:\n${error.stdout}`);
  }
};
