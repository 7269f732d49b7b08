import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { blocks, read, repository } from './markdown';

const servers = path.join(repository, '__tests__', 'hosts', 'servers');

/** The server files that stand for a way to mount the middleware; the others stand for what apps put before it. */
const files = readdirSync(servers).filter((file) => !file.startsWith('upstream-'));

const linesOf = (code: string): readonly string[] =>
  code
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== '}' && line !== '});');

/** A server file's lines as a user writes them: with the package's real name and a port, not the suite's own. */
const shown = (file: string): readonly string[] =>
  linesOf(
    readFileSync(path.join(servers, file), 'utf8')
      .replaceAll("'../express.mjs'", "'express'")
      .replaceAll("'h3v1'", "'h3'")
      .replaceAll(/^export const server = /gm, '')
      .replaceAll(".listen(0, '127.0.0.1')", '.listen(3000)')
      .replaceAll(/port: 0, host(name)?: '127\.0\.0\.1'/g, 'port: 3000')
      .replaceAll('{ threshold: 0 }', '')
      .replaceAll(', { logger: false }', '')
      .replaceAll(', logger: false', ''),
  );

/** The blocks of JavaScript of the page; the first line of each names its server file. */
const shownBlocks = blocks(read('docs/hosts.md')).filter(({ language }) => language === 'js');

test('the page shows every host of the suite once', () => {
  expect(shownBlocks.map(({ file }) => String(file)).toSorted()).toEqual(files.toSorted());
});

test.each(shownBlocks)('the page mounts $file as the suite does', ({ file, code }) => {
  const lines = linesOf(code).filter((line) => line !== `// ${file}`);
  expect(lines).toContainEqual(expect.stringContaining('webhooks'));
  expect(shown(file!).filter((line) => lines.includes(line))).toEqual(lines);
});

/** Packages that make the suite run, and are no hosts. */
const tools = [
  'arktype',
  'compression',
  'effect',
  'express-rate-limit',
  'express-session',
  'helmet',
  'reflect-metadata',
  'rxjs',
  'selfsigned',
  'valibot',
  'zod',
];

test('the page names the version of each host and runtime that the suite installs', () => {
  const { dependencies, optionalDependencies } = JSON.parse(read('__tests__/hosts/package.json')) as Record<
    'dependencies' | 'optionalDependencies',
    Readonly<Record<string, string>>
  >;
  const versions = Object.entries({ ...dependencies, ...optionalDependencies })
    .filter(([name]) => !tools.includes(name))
    .map(([, version]) => version.slice(version.lastIndexOf('@') + 1));
  expect(versions).not.toHaveLength(0);
  const page = read('docs/hosts.md');
  expect(versions.filter((version) => !page.includes(version))).toEqual([]);
});
