import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const repository = resolve(__dirname, '..');
const project = mkdtempSync(join(tmpdir(), 'tencent-live-webhooks-'));
const installed = join(project, 'node_modules', 'tencent-live-webhooks');
/** Express and type declarations are to be found in here only: the package must do without. */
const typedProject = join(project, 'typed');

jest.setTimeout(30_000);

beforeAll(async () => {
  if (!existsSync(join(repository, 'dist', 'index.js'))) {
    throw new Error('There is no dist/index.js to pack. Run `npm run build` first.');
  }
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', project], repository);
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', join(project, stdout.trim()), '-C', installed, '--strip-components=1'], project);

  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: object };
  for (const name of Object.keys(dependencies)) link(name, project);
  for (const name of ['express', 'express4', '@types/express', '@types/express4', '@types/node']) {
    link(name, typedProject);
  }
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('the package that users install', () => {
  test('holds the build, its sources and its documents, and nothing else', () => {
    expect(readdirSync(installed).toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'lib',
      'package.json',
    ]);
    expect(filesIn('docs')).toEqual(['moderation.md', 'moderation.zh-CN.md', 'observability.md', 'troubleshooting.md']);
    const sources = filesIn('lib');
    expect(sources).toContain('index.ts');
    const isOfCli = (file: string): boolean => file.startsWith('cli/');
    expect(filesIn('dist').filter((file) => !isOfCli(file))).toEqual(
      sources
        .flatMap((source) => ['.js', '.js.map', '.d.ts', '.d.ts.map'].map((suffix) => source.replace(/\.ts$/, suffix)))
        .toSorted(),
    );
    // Nobody imports the command line, or steps through it.
    const cli = filesIn('dist').filter(isOfCli);
    expect(cli).toContain('cli/main.js');
    expect(cli.filter((file) => !file.endsWith('.js'))).toEqual([]);
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

describe('a program that has no Express', () => {
  test.each([
    [
      'a CommonJS script',
      'consumer.cjs',
      `const assert = require('node:assert');
       const { createServer } = require('node:http');
       const { liveWebhooks, allow, deny, drop, after, before } = require('tencent-live-webhooks');
       const { sampleBody, signedRequest } = require('tencent-live-webhooks/testing');`,
    ],
    [
      'a native ES module',
      'consumer.mjs',
      `import assert from 'node:assert';
       import { createServer } from 'node:http';
       import { liveWebhooks, allow, deny, drop, after, before } from 'tencent-live-webhooks';
       import { sampleBody, signedRequest } from 'tencent-live-webhooks/testing';`,
    ],
  ])('answers Tencent as %s', async (_kind, file, imports) => {
    await writeFile(join(project, file), imports + allowsGifts);
    const { stdout } = await run(process.execPath, [file], project);
    expect(stdout).toBe('{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}\n');
  });
});

describe('a TypeScript program', () => {
  const nodenext = ['--module', 'nodenext', '--moduleResolution', 'nodenext'];
  const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler'];

  test.each([
    ['an ES module of Node', 'consumer.mts', nodenext],
    ['a CommonJS module of Node', 'consumer.cts', nodenext],
    ['a module for a bundler', 'consumer.ts', bundler],
  ])('compiles as %s', async (_kind, file, options) => {
    expect(await compile(file, typedConsumer, options)).toBe('');
  });

  test('does not compile when it takes a string for a number', async () => {
    const wrong = typedConsumer.replace('const roomId: string', 'const roomId: number');
    expect(await compile('wrong.mts', wrong, nodenext)).toMatch(
      /^wrong\.mts\(\d+,\d+\): error TS2322: Type 'string' is not assignable to type 'number'\.\n$/,
    );
  });
});

/** What a consumer does once it has imported everything. Unanswered, or with a failing handler, gifts are denied. */
const allowsGifts = `
  for (const one of [liveWebhooks, allow, deny, drop, after, before, sampleBody, signedRequest]) {
    assert.equal(typeof one, 'function');
  }
  const app = { sdkAppId: 1400000001, token: 'secret' };
  const webhooks = liveWebhooks({ ...app, handlers: { 'Live.CallbackBeforeSendGift': () => allow() } });
  const server = createServer(webhooks).listen(0, '127.0.0.1', async () => {
    const { query, ...request } = signedRequest({ ...app, command: 'Live.CallbackBeforeSendGift' });
    const reply = await fetch('http://127.0.0.1:' + server.address().port + '/' + query, request);
    console.log(await reply.text());
    server.closeAllConnections();
    server.close();
  });
`;

const typedConsumer = `
  import { createServer } from 'node:http';
  import express from 'express';
  import express4 from 'express4';
  import { allow, deny, liveWebhooks, type Outcome } from 'tencent-live-webhooks';
  import { sampleBody, signedRequest } from 'tencent-live-webhooks/testing';

  const sdkAppId = 1400000001;
  const webhooks = liveWebhooks({
    sdkAppId,
    handlers: {
      'Live.CallbackAfterCreateRoom': async (event, delivery) => {
        const roomId: string = event.RoomInfo.RoomId;
        const occurredAt: Date | undefined = delivery.occurredAt;
        console.log(roomId, occurredAt);
      },
      'Live.CallbackBeforeSendGift': (event) => (event.GiftWater.Coins > 1000 ? deny(102100, 'Too much.') : allow()),
    },
    onOutcome: (outcome: Outcome) => console.log(outcome.type, outcome.ack.ErrorCode),
  });

  express().post('/tencent-callback', webhooks).use('/prefix', express.Router().use(webhooks));
  express4().post('/tencent-callback', webhooks).use('/prefix', express4.Router().use(webhooks));
  createServer(webhooks);

  const { body }: { body: string } = signedRequest({ sdkAppId, command: 'Live.CallbackBeforeSendGift' });
  const coins: number = sampleBody('Live.CallbackBeforeSendGift').GiftWater.Coins;
  console.log(body, coins);

  // @ts-expect-error There is no such command.
  liveWebhooks({ sdkAppId, handlers: { 'Live.CallbackBeforeSendGifts': () => allow() } });

  // @ts-expect-error The verdict is missing.
  liveWebhooks({ sdkAppId, handlers: { 'Live.CallbackBeforeSendGift': () => {} } });
`;

/** What the compiler has to say about a consumer: nothing, or a line for each error. */
const compile = async (file: string, source: string, options: readonly string[]): Promise<string> => {
  await writeFile(join(typedProject, file), source);
  const tsc = join(repository, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  const strictly = ['--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--types', 'node', '--noEmit'];
  return run(process.execPath, [tsc, ...strictly, ...options, file], typedProject).then(
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
