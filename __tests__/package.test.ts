import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { samples } from '../lib/testing/samples';

const repository = resolve(__dirname, '..');
const consumers = join(repository, '.ci', 'matrix');
const project = mkdtempSync(join(tmpdir(), 'tencent-live-webhooks-'));
const installed = join(project, 'node_modules', 'tencent-live-webhooks');
/** Express and type declarations are to be found in here only: the package must do without. */
const typedProject = join(project, 'typed');

jest.setTimeout(60_000);

beforeAll(async () => {
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', project], repository);
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', join(project, stdout.trim()), '-C', installed, '--strip-components=1'], project);

  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: object };
  for (const name of Object.keys(dependencies)) link(name, project);
  for (const name of ['express', '@types/express', '@types/node']) link(name, typedProject);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('the package that users install', () => {
  test('holds the build, its sources and its documents, and nothing else', () => {
    expect(readdirSync(installed).toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'README.zh-CN.md',
      'dist',
      'docs',
      'lib',
      'llms.txt',
      'package.json',
    ]);
    expect(filesIn('docs')).toEqual(readdirSync(join(repository, 'docs')).filter((name) => name.endsWith('.md')));
    const sources = filesIn('lib');
    expect(sources).toContain('index.ts');
    const isOfCli = (file: string): boolean => file.startsWith('cli/');
    const isGenerated = (file: string): boolean => file === 'openapi.json' || file.startsWith('schema/');
    expect(filesIn('dist').filter((file) => !isOfCli(file) && !isGenerated(file))).toEqual(
      sources
        .flatMap((source) => ['.js', '.js.map', '.d.ts', '.d.ts.map'].map((suffix) => source.replace(/\.ts$/, suffix)))
        .toSorted(),
    );
    const schemas = Object.keys(samples).map((command) => `schema/${command}.json`);
    expect(filesIn('dist').filter(isGenerated)).toEqual(['openapi.json', ...schemas, 'schema/webhook.json'].toSorted());
    // The command line is not imported, and not debugged.
    const cli = filesIn('dist').filter(isOfCli);
    expect(cli).toContain('cli/main.js');
    expect(cli.filter((file) => !file.endsWith('.js'))).toEqual([]);
  });

  test('gives its schemas and its OpenAPI document to programs', async () => {
    writeFileSync(
      join(project, 'contract.cjs'),
      `const { openapi } = require('tencent-live-webhooks/openapi.json');
       const { title } = require('tencent-live-webhooks/schema/Live.CallbackAfterCreateRoom.json');
       process.stdout.write(openapi + ' ' + title);`,
    );
    expect((await run(process.execPath, ['contract.cjs'], project)).stdout).toBe('3.1.0 RoomCreated');
  });

  test('leaves npm nothing to correct when it is published', async () => {
    const manifest = read('package.json');
    await run('npm', ['pkg', 'fix'], installed);
    expect(JSON.parse(read('package.json'))).toEqual(JSON.parse(manifest));
  });

  test('says in its changelog what its version brings', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(read('CHANGELOG.md')).toMatch(new RegExp(`^## \\[${version}\\] - \\d{4}-\\d\\d-\\d\\d$`, 'm'));
  });

  test('holds the source that each of its source maps points to', () => {
    const maps = filesIn('dist').filter((file) => file.endsWith('.map'));
    const targets = maps.flatMap((map) => {
      const { sources } = JSON.parse(read('dist', map)) as { sources: readonly string[] };
      return sources.map((source) => resolve(installed, 'dist', dirname(map), source));
    });
    expect(targets.length).toBeGreaterThanOrEqual(maps.length);
    expect(targets.filter((target) => !target.startsWith(installed) || !existsSync(target))).toEqual([]);
  });

  test('has optional peers only, and loads without any of them', async () => {
    const { peerDependencies, peerDependenciesMeta, exports } = JSON.parse(read('package.json')) as {
      peerDependencies: object;
      peerDependenciesMeta: object;
      exports: Readonly<Record<string, { default?: string }>>;
    };
    const peers = Object.keys(peerDependencies);
    expect(peers.toSorted()).toEqual(['bullmq', 'express', 'pg-boss']);
    expect(peerDependenciesMeta).toEqual(Object.fromEntries(peers.map((peer) => [peer, { optional: true }])));

    const entries = Object.values(exports).flatMap((entry) => entry.default ?? []);
    expect(entries).toContain('./dist/index.js');
    const fromPackage = createRequire(join(installed, 'package.json'));
    for (const peer of peers) expect(() => fromPackage.resolve(peer)).toThrow('Cannot find module');
    await run(process.execPath, ['-e', 'process.argv.slice(1).forEach(require)', ...entries], installed);
  });

  test('never loads Express by itself', () => {
    const scripts = filesIn('dist').filter((file) => file.endsWith('.js'));
    expect(scripts.filter((script) => /(require|import)\(["']express/.test(read('dist', script)))).toEqual([]);
  });

  test.each(['index.d.ts', 'testing/index.d.ts'])('shows its users no fp-ts type in dist/%s', (entry) => {
    const reached = declarationsFrom(entry);
    expect(reached).toContain('commands/command.d.ts');
    expect(reached.filter((file) => read('dist', file).includes('fp-ts'))).toEqual([]);
  });
});

describe('the consumers of .ci/matrix', () => {
  beforeAll(() => {
    for (const file of ['scenario.cjs', 'consumer.cjs', 'consumer.mjs']) copyConsumer(file, file);
    for (const file of ['consumer.mts', 'consumer.cts', 'consumer.ts']) copyConsumer('consumer.ts', file);
    const consumer = readFileSync(join(consumers, 'consumer.ts'), 'utf8');
    writeFileSync(join(typedProject, 'wrong.mts'), consumer.replace('const roomId: string', 'const roomId: number'));
  });

  test.each(['consumer.cjs', 'consumer.mjs'])('answer Tencent: %s', async (file) => {
    await run(process.execPath, [file], typedProject);
  });

  test('answer Tencent without Express', async () => {
    // Stands in for Express: serves what is mounted last, at every path.
    const script = `
      const { createServer } = require('node:http');
      const express = () => ({ use: (_path, webhooks) => createServer(webhooks) });
      const entries = ['', '/testing'].map((entry) => require('tencent-live-webhooks' + entry));
      void require('./typed/scenario.cjs')(Object.assign({ express }, ...entries));`;
    expect(() => createRequire(join(project, 'package.json')).resolve('express')).toThrow('Cannot find module');
    await run(process.execPath, ['-e', script], project);
  });

  test('compile as modules of Node, and not with a string for a number', async () => {
    const files = ['consumer.mts', 'consumer.cts', 'wrong.mts'];
    expect(await compile(['--module', 'nodenext', '--moduleResolution', 'nodenext', ...files])).toMatch(
      /^wrong\.mts\(\d+,\d+\): error TS2322: Type 'string' is not assignable to type 'number'\.\n$/,
    );
  });

  test('compile as a module for a bundler', async () => {
    expect(await compile(['--module', 'esnext', '--moduleResolution', 'bundler', 'consumer.ts'])).toBe('');
  });
});

const copyConsumer = (file: string, name: string): void =>
  copyFileSync(join(consumers, file), join(typedProject, name));

/** What the compiler has to say: nothing, or a line for each error. */
const compile = (parameters: readonly string[]): Promise<string> => {
  const tsc = join(repository, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  const strictly = ['--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--types', 'node', '--noEmit'];
  return run(process.execPath, [tsc, ...strictly, ...parameters], typedProject).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
};

/** The declarations that an entry point's users get to see: what it imports and exports, and so on. */
const declarationsFrom = (entry: string): readonly string[] => {
  const reached = new Set([entry]);
  for (const file of reached) {
    for (const [, path = ''] of read('dist', file).matchAll(/(?:from |import\()["'](\.[^"']*)["']/g)) {
      const target = join(dirname(file), path);
      reached.add(
        existsSync(join(installed, 'dist', `${target}.d.ts`)) ? `${target}.d.ts` : join(target, 'index.d.ts'),
      );
    }
  }
  return [...reached];
};

/** The files of a folder of the package, sorted. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(installed, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(installed, folder), join(entry.parentPath, entry.name)))
    .toSorted();

const read = (...path: string[]): string => readFileSync(join(installed, ...path), 'utf8');

/** Makes a package of this repository's available to a folder: no network is needed. */
const link = (name: string, folder: string): void => {
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(repository, 'node_modules', name), path, 'junction');
};

const run = (command: string, parameters: readonly string[], cwd: string): Promise<{ stdout: string }> =>
  promisify(execFile)(command, parameters, { cwd });
