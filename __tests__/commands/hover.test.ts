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
const program = `
  import { liveWebhooks } from './dist/index';
  liveWebhooks({ sdkAppId: 1400000001, handlers: {
    ${commands.map(([name]) => `'${name}': (event) => { throw event; },`).join('\n')}
  } });
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

/** What an editor shows when the mouse is over this text of the program. */
const hover = (text: string): string => {
  const info = service.getQuickInfoAtPosition(file, program.indexOf(text) + 1);
  return ts.displayPartsToString(info?.documentation ?? []);
};

jest.setTimeout(60_000);

beforeAll(() => {
  if (!existsSync(declarations)) throw new Error('There is no dist/index.d.ts. Run `npm run build` first.');
});

afterAll(() => service.dispose());

it.each(commands)('an editor shows what %s is, its kind and its page', (name, { kind, page }) => {
  const shown = hover(`'${name}'`);
  expect(shown).toMatch(/^[A-Z].*\.\n\nKind: /);
  expect(shown).toContain(`Kind: ${kind}. Source: [Tencent page ${page}](https://trtc.io/document/${page}).`);
});
