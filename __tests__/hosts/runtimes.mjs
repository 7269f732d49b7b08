/* The runtimes, from their npm packages: nothing is downloaded beside `npm ci`. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packaged = (name, binary, parameters = []) => {
  const folder = fileURLToPath(new URL(`node_modules/${name}/`, import.meta.url));
  const command = `${folder}${binary}`;
  const isInstalled = existsSync(command);
  const version = isInstalled ? JSON.parse(readFileSync(`${folder}package.json`, 'utf8')).version : 'not installed';
  return { command, parameters, isInstalled, version };
};

const node = (version) => ({ name: `node${version}`, label: 'Node.js', ...packaged(`node-${version}`, 'bin/node') });

export const runtimes = [
  ...[20, 22, 24, 26].map(node),
  { name: 'bun', label: 'Bun', ...packaged('@oven/bun-linux-x64', 'bin/bun', ['--no-install']) },
  {
    name: 'deno',
    label: 'Deno',
    ...packaged('@deno/linux-x64-glibc', 'deno', [
      'run',
      '-A',
      '--no-remote',
      '--no-lock',
      '--node-modules-dir=manual',
    ]),
  },
];
