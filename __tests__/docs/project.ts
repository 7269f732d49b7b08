import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { blocks, originals, read, repository, type Block } from './markdown';

const run = promisify(execFile);
const tsc = path.join(repository, 'node_modules', '@typescript', 'native', 'bin', 'tsc');

export const token = 'the token of your tests';

/** Blocks that the code of every page may import, by their file names. */
const sharedPages = ['README.md', 'docs/handlers.md'];

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

const isCode = ({ language }: Pick<Block, 'language'>): boolean => ['ts', 'js'].includes(language);

/** The blocks of code whose first line names no file. */
export const unnamedBlocks = (documented: readonly string[] = originals, readPage = read): readonly string[] =>
  documented.flatMap((page) =>
    blocks(readPage(page)).flatMap((block) => (isCode(block) && !block.file ? [`${page}:${block.line}`] : [])),
  );

/** The code of a page by its file, each line of it where it stands in the page. */
const filesOf = (page: string): readonly { readonly file: string; readonly code: string }[] =>
  blocks(read(page)).flatMap(({ language, file, line, code }) =>
    isCode({ language }) && file ? [{ file, code: `${'\n'.repeat(line - 1)}${code}` }] : [],
  );

/**
 * A user's project: ES modules in strict TypeScript, which has the package as built among its dependencies, and the code
 * of each page in a folder of its own, beside the files of the shared pages.
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
  for (const page of documented) {
    const own = filesOf(page);
    if (own.length === 0) continue;
    for (const { file, code } of [...sharedPages.flatMap(filesOf), ...own])
      write(`${path.basename(page)}/${file}`, code);
  }

  return {
    write,
    path: (file: string): string => path.resolve(folder, file),
    read: (file: string): string => readFileSync(path.join(folder, file), 'utf8'),
    /** The compiler's errors, a line for each. Puts the JavaScript beside the sources. */
    compile: async (): Promise<readonly string[]> => {
      const { stdout } = await run(process.execPath, [tsc, '-p', folder], { cwd: folder }).catch(
        (error: { stdout: string }) => error,
      );
      return stdout.split('\n').filter(Boolean);
    },
    /** What Node.js prints, given these parameters. Fails when it fails, or has not ended within forty seconds. */
    node: async (parameters: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> => {
      const { stdout } = await run(process.execPath, parameters, {
        cwd: folder,
        timeout: 40_000,
        // A page's own handler of SIGTERM may keep the process alive.
        killSignal: 'SIGKILL',
        env: { ...process.env, TENCENT_WEBHOOK_TOKEN: token, ...env },
      });
      return stdout;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
