import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { asModule, context, handlers } from './context';
import { blocks, originals, read, repository, type Block } from './markdown';

const run = promisify(execFile);
const tsc = path.join(repository, 'node_modules', '@typescript', 'native', 'bin', 'tsc');

export const token = 'the token of your tests';

/**
 * The pages that still hold fragments of code, which `context.ts` completes. On every other page, each block of code
 * names its file in its first line and compiles as it stands.
 */
const pagesWithFragments = ['README.md', 'docs/observability.md', 'docs/troubleshooting.md'];

const compilerOptions = {
  target: 'es2022',
  module: 'nodenext',
  types: ['node', 'jest'],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitReturns: true,
  skipLibCheck: true,
};

const isCode = ({ language }: Block): boolean => ['ts', 'js'].includes(language);

/** The blocks of code whose first line names no file, though each has to. */
export const unnamedBlocks = (): readonly string[] =>
  originals
    .filter((page) => !pagesWithFragments.includes(page))
    .flatMap((page) =>
      blocks(read(page)).flatMap((block) => (isCode(block) && !block.file ? [`${page}:${block.line}`] : [])),
    );

/** The file that a block is written to, below the folder of its page. */
const fileOf = ({ file, heading, line, language }: Block): string =>
  file ?? `${heading.toLowerCase().replaceAll(/\W+/g, '-')}-${line}.${language}`;

/** The code as a module, each line of it where it stands in its page. */
const moduleOf = (page: string, block: Block): string =>
  pagesWithFragments.includes(page) ? asModule(block) : `${'\n'.repeat(block.line - 1)}${block.code}`;

/**
 * A user's project: ES modules in strict TypeScript, which has the package as built among its dependencies, and the code
 * of each page in a folder of its own, beside the files that the README names.
 */
export const documentedProject = (documented: readonly string[] = originals) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tencent-live-webhooks-docs-'));
  const write = (file: string, text: string): string => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
    return path.join(folder, file);
  };

  symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  write('package.json', JSON.stringify({ type: 'module' }));
  write('tsconfig.json', JSON.stringify({ compilerOptions }));
  write('context.d.ts', context);
  write('observability.md/handlers.ts', handlers);
  const started = blocks(read('README.md')).filter((block) => isCode(block) && block.file);
  for (const page of documented) {
    const own = blocks(read(page)).filter(isCode);
    if (own.length === 0) continue;
    const name = path.basename(page);
    for (const block of started) write(`${name}/${fileOf(block)}`, moduleOf('README.md', block));
    for (const block of own) write(`${name}/${fileOf(block)}`, moduleOf(page, block));
  }

  return {
    write,
    read: (file: string): string => readFileSync(path.join(folder, file), 'utf8'),
    /** What the compiler has to say: a line for each error. Puts the JavaScript beside the sources. */
    compile: async (): Promise<readonly string[]> => {
      const { stdout } = await run(process.execPath, [tsc, '-p', folder], { cwd: folder }).catch(
        (error: { stdout: string }) => error,
      );
      return stdout.split('\n').filter(Boolean);
    },
    /** The JavaScript of the one block of TypeScript under a heading, on whichever page. */
    compiledUnder: (heading: string): string => {
      const found = originals.flatMap((page) =>
        blocks(read(page)).flatMap((block) =>
          isCode(block) && block.heading === heading ? [`${path.basename(page)}/${fileOf(block)}`] : [],
        ),
      );
      const [file] = found;
      if (!file) throw new Error(`No page has code under "${heading}".`);
      return readFileSync(path.join(folder, file.replace(/\.ts$/, '.js')), 'utf8');
    },
    /** What Node.js prints, given these parameters. Fails when it fails, or has not ended within forty seconds. */
    node: async (parameters: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> => {
      const { stdout } = await run(process.execPath, parameters, {
        cwd: folder,
        timeout: 40_000,
        env: { ...process.env, TENCENT_WEBHOOK_TOKEN: token, ...env },
      });
      return stdout;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
