import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { catalogue } from '../../lib/commands';
import type { Command } from '../../lib/commands/command';

const repository = resolve(__dirname, '../..');
const declarations = join(repository, 'dist', 'index.d.ts');
const commands = Object.entries<Command>(catalogue);

/** Programs of users, which compile against the declarations that users install. */
const fileOf = (name: string): string => join(repository, `a-users-${name}.ts`);
const handlers = commands.map(([name]) => `'${name}': (event) => { throw event; },`).join('\n');
const imports = `
  import * as t from 'io-ts';
  import { after, liveWebhooks, type Handlers } from './dist/index';
  import { bullmqProcessor } from './dist/inbox/bullmq';
  import { createProcessor } from './dist/inbox/index';
  import { pgBossWorker, type PgBossLike } from './dist/inbox/pg-boss';
  declare const boss: PgBossLike;
  const own = { 'Room.CallbackAfterMemberEnter': after(t.type({ RoomId: t.string })) };
`;
const program = `
  ${imports}
  liveWebhooks({ sdkAppId: 1400000001, handlers: { ${handlers} } });
  liveWebhooks({ sdkAppId: 1400000001, commands: own, handlers: { ${handlers} } });
`;
const misspelt = `'Live.CallbackAfterCreatRoom': (event, delivery) => {}`;
const right = `'Live.CallbackAfterCreateRoom': (event, delivery) => {}`;
/** Calls that take handlers, by what they are. */
const calls = (written: string): Readonly<Record<string, string>> => ({
  liveWebhooks: `liveWebhooks({ sdkAppId: 1400000001, handlers: { ${written} } });`,
  'liveWebhooks with own commands': `liveWebhooks({ sdkAppId: 1400000001, commands: own, handlers: { ${written} } });`,
  createProcessor: `createProcessor({ ${written} });`,
  bullmqProcessor: `bullmqProcessor({ ${written} }, { commands: own });`,
  pgBossWorker: `pgBossWorker(boss, { ${written} });`,
});
const programs = new Map([
  [fileOf('program'), program],
  ...Object.entries(calls(misspelt)).map(([call, text]) => [fileOf(`misspelt ${call}`), imports + text] as const),
  ...Object.entries(calls(`${misspelt}, ${right}`)).map(
    ([call, text]) => [fileOf(`one of two misspelt ${call}`), imports + text] as const,
  ),
  ...Object.entries(calls(`''`)).map(([call, text]) => [fileOf(`unfinished ${call}`), imports + text] as const),
  [fileOf('unfinished Handlers'), `${imports} export const handlers: Handlers = { '' };`],
]);

const options: ts.CompilerOptions = {
  strict: true,
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: ['node'],
  skipLibCheck: true,
};

const readFile = (path: string): string | undefined => programs.get(path) ?? ts.sys.readFile(path);

const service = ts.createLanguageService({
  getCompilationSettings: () => options,
  getScriptFileNames: () => [...programs.keys()],
  getScriptVersion: () => '1',
  getScriptSnapshot: (path) => {
    const text = readFile(path);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => repository,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (path) => programs.has(path) || ts.sys.fileExists(path),
  readFile,
});

const file = fileOf('program');

/** The errors that an editor underlines in a program. */
const errorsIn = (path: string): string[] =>
  service.getSemanticDiagnostics(path).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));

/** The names that an editor proposes at the first empty string of a program. */
const completionsIn = (path: string): string[] =>
  (service.getCompletionsAtPosition(path, (programs.get(path) ?? '').indexOf(`''`) + 1, undefined)?.entries ?? []).map(
    ({ name }) => name,
  );

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
  expect(errorsIn(file)).toEqual([]);
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

it.each(Object.keys(calls('')))('%s has one error for a misspelt command, which names it', (call) => {
  const theOnlyError = [expect.stringMatching(/'Live\.CallbackAfterCreatRoom'' does not exist in type 'Handlers</)];
  expect(errorsIn(fileOf(`misspelt ${call}`))).toEqual(theOnlyError);
  expect(errorsIn(fileOf(`one of two misspelt ${call}`))).toEqual(theOnlyError);
});

it.each(['Handlers', 'liveWebhooks', 'createProcessor', 'pgBossWorker'])(
  'an editor proposes every command in the handlers of %s',
  (call) => {
    expect(completionsIn(fileOf(`unfinished ${call}`))).toEqual(commands.map(([name]) => name).toSorted());
  },
);

it.each(['liveWebhooks with own commands', 'bullmqProcessor'])(
  'an editor proposes own commands, too, in %s',
  (call) => {
    expect(completionsIn(fileOf(`unfinished ${call}`)).toSorted()).toEqual(
      [...commands.map(([name]) => name), 'Room.CallbackAfterMemberEnter'].toSorted(),
    );
  },
);
