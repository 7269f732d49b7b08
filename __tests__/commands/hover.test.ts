import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { catalogue } from '../../lib/commands';
import type { Command } from '../../lib/commands/command';

const repository = resolve(__dirname, '../..');
const declarations = join(repository, 'dist', 'index.d.ts');
const commands = Object.entries<Command>(catalogue);

/** A user's program, with a handler for every command. It compiles against the declarations that users install. */
const file = join(repository, 'a-users-program.ts');
const handlers = commands.map(([name]) => `'${name}': (event) => { throw event; },`).join('\n');
const program = `
  import * as t from 'io-ts';
  import { after, liveWebhooks } from './dist/index';
  liveWebhooks({ sdkAppId: 1400000001, handlers: { ${handlers} } });

  const own = { 'Room.CallbackAfterMemberEnter': after(t.type({ RoomId: t.string })) };
  liveWebhooks({ sdkAppId: 1400000001, commands: own, handlers: { ${handlers} } });
`;

const options: ts.CompilerOptions = {
  strict: true,
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: ['node'],
  skipLibCheck: true,
};

const readFile = (path: string): string | undefined => (path === file ? program : ts.sys.readFile(path));

const service = ts.createLanguageService({
  getCompilationSettings: () => options,
  getScriptFileNames: () => [file],
  getScriptVersion: () => '1',
  getScriptSnapshot: (path) => {
    const text = readFile(path);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => repository,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (path) => path === file || ts.sys.fileExists(path),
  readFile,
});

/** What an editor shows when the mouse is over a position in the program. */
const hover = (position: number): string => {
  const info = service.getQuickInfoAtPosition(file, position + 1);
  return ts.displayPartsToString(info?.documentation ?? []);
};

jest.setTimeout(60_000);

beforeAll(() => {
  if (!existsSync(declarations)) throw new Error('There is no dist/index.d.ts. Run `npm run build` first.');
});

afterAll(() => service.dispose());

it('the program compiles', () => {
  expect(service.getSemanticDiagnostics(file).map(({ messageText }) => messageText)).toEqual([]);
});

it.each(commands)('an editor shows what %s is, its kind and its page', (name, { kind, page }) => {
  const shown = hover(program.indexOf(`'${name}'`));
  expect(shown).toMatch(/^[A-Z].*\.\n\nKind: /);
  expect(shown).toContain(`Kind: ${kind}. Source: [Tencent page ${page}](https://trtc.io/document/${page}).`);
});

it.each(commands)('an editor shows the same of %s if there are own commands too', (name) => {
  const [first, second] = [program.indexOf(`'${name}'`), program.lastIndexOf(`'${name}'`)];
  expect(second).toBeGreaterThan(first);
  expect(hover(second)).toBe(hover(first));
});
