import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { asModule, context, handlers } from './context';
import { blocks, documents, read, repository } from './markdown';

const run = promisify(execFile);
const tsc = path.join(repository, 'node_modules', '@typescript', 'native', 'bin', 'tsc');

export const token = 'the token of your tests';

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

/**
 * A user's project: ES modules in strict TypeScript, which has the package as built among its dependencies, and the code
 * of each document in a folder of its own.
 */
export const documentedProject = () => {
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
  for (const document of documents) {
    for (const block of blocks(read(document))) write(`${path.basename(document)}/${block.name}.ts`, asModule(block));
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
    /** What Node.js prints, given these parameters. Fails when it fails, or has not ended within twenty seconds. */
    node: async (...parameters: readonly string[]): Promise<string> => {
      const env = { ...process.env, TENCENT_WEBHOOK_TOKEN: token };
      const { stdout } = await run(process.execPath, parameters, { cwd: folder, timeout: 20_000, env });
      return stdout;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
