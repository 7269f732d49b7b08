/*
 * Tries the packed package with what its users have: each Node.js with each Express, required, imported and from the
 * command line, and each TypeScript with each way of resolving modules. Prints the table of the pages; with `--write`,
 * also puts it there. Downloads some 300 MB.
 */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { compilers, expresses, folderOf, nodes, prepare, repository, tools, versionIn, work } from './prepare.mjs';

const run = promisify(execFile);

const resolutions = {
  node16: ['--module', 'node16', '--moduleResolution', 'node16', 'consumer.mts', 'consumer.cts'],
  nodenext: ['--module', 'nodenext', '--moduleResolution', 'nodenext', 'consumer.mts', 'consumer.cts'],
  bundler: ['--module', 'esnext', '--moduleResolution', 'bundler', 'consumer.ts'],
};
const uses = {
  CommonJS: ['consumer.cjs'],
  'ES module': ['consumer.mjs'],
  'command line': ['node_modules/tencent-live-webhooks/dist/cli/main.js', 'list'],
};

const strictly = ['--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--types', 'node', '--noEmit'];
const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';

const nodeRow = (version) => ({
  title: `Node.js ${versionIn(tools, `node-${version}`)}`,
  command: path.join(tools, 'node_modules', `node-${version}`, binary),
  ways: Object.entries(uses),
});

const compilerRow = (version) => ({
  title: `TypeScript ${versionIn(tools, `typescript-${version}`)}`,
  command: process.execPath,
  ways: Object.entries(resolutions).map(([way, parameters]) => [
    way,
    [path.join(tools, 'node_modules', `typescript-${version}`, 'bin/tsc'), ...strictly, ...parameters],
  ]),
});

/** One consumer, run or compiled: nothing, or what went wrong. */
const attempt = ({ command, parameters, cwd }) =>
  run(command, parameters, { cwd, timeout: 120_000 }).then(
    () => undefined,
    ({ message, stdout }) => `${message}\n${stdout}`,
  );

/** Runs the jobs, as many at a time as there are processors. */
const inParallel = async (jobs) => {
  const waiting = [...jobs];
  const worker = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) job.problem = await attempt(job);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
};

const markdown = (rows, jobs) => {
  const cell = (row, express) =>
    jobs
      .filter((job) => job.row === row && job.express === express)
      .map(({ way, problem }) => (problem ? `**${way} fails**` : way))
      .join(', ');
  const headings = expresses.map((express) => `Express ${versionIn(folderOf(express), 'express')}`);
  return [
    ['', ...headings],
    ['---', ...headings.map(() => '---')],
    ...rows.map((row) => [row.title, ...expresses.map((express) => cell(row, express))]),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
};

/** The same however it is aligned. */
const bare = (text) => text.replaceAll(/[\s-]/g, '');

const betweenMarkers = /(?<=<!-- compatibility -->\n)[^]*(?=<!-- \/compatibility -->)/;

/** The pages that show the table. */
const pages = () => {
  const files = ['', 'docs'].flatMap((folder) =>
    readdirSync(path.join(repository, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => path.join(repository, folder, name)),
  );
  return files
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
    .filter(({ text }) => betweenMarkers.test(text));
};

/** Puts the table between its markers in the pages, or says which page has another one. */
const compareOrWrite = async (table) => {
  const shown = pages();
  if (shown.length === 0)
    throw new Error('No page has the markers `<!-- compatibility -->` and `<!-- /compatibility -->`.');
  if (process.argv.includes('--write')) {
    for (const { file, text } of shown) writeFileSync(file, text.replace(betweenMarkers, `\n${table}\n\n`));
    await run('npm', ['run', 'format'], { cwd: repository });
    return;
  }
  for (const { file, text } of shown) {
    if (bare(betweenMarkers.exec(text)[0]) !== bare(table)) {
      console.log(`${path.basename(file)} has another table: \`npm run test:matrix -- --write\` puts this one there.`);
    }
  }
};

try {
  await prepare();
  const rows = [...nodes.map(nodeRow), ...compilers.map(compilerRow)];
  const jobs = rows.flatMap((row) =>
    expresses.flatMap((express) =>
      row.ways.map(([way, parameters]) => ({
        row,
        express,
        way,
        parameters,
        command: row.command,
        cwd: folderOf(express),
      })),
    ),
  );
  await inParallel(jobs);

  const failed = jobs.filter(({ problem }) => problem);
  for (const { row, express, way, problem } of failed) {
    console.error(`${row.title}, Express ${express}, ${way}:\n${problem}`);
  }
  const table = markdown(rows, jobs);
  console.log(`${table}\n\n${jobs.length - failed.length} of ${jobs.length} combinations work.`);
  process.exitCode = failed.length > 0 ? 1 : 0;

  await compareOrWrite(table);
} finally {
  rmSync(work, { recursive: true, force: true });
}
