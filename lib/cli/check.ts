import type { Command } from 'commander';
import { addBody, type Count, type Row } from './check-bodies';
import { linesOf } from '../testing/lines';
import { exitCodes, type ExitCode, type Output } from './io';

interface CheckOptions {
  readonly json?: boolean;
}

export const addCheck = (program: Command, io: Output, end: (code: ExitCode) => void): void => {
  program
    .command('check')
    .description('compare bodies with what Tencent documents: which are refused, and what in them is undocumented')
    .argument('<file>', 'a file with one JSON body or one recorded request per line, or - for the standard input')
    .option('--json', 'print the result as JSON')
    .action(async (file: string, options: CheckOptions) => end(await check(file, options, io)));
};

/** Prints what is found. The exit code is 0 only if every command is documented and nothing is refused or undocumented. */
const check = async (file: string, { json = false }: CheckOptions, io: Output): Promise<ExitCode> => {
  const rows = new Map<string, Row>();
  try {
    for await (const { text, line } of file === '-' ? linesIn(await io.stdin()) : linesOf(file)) {
      if (text.trim() !== '') addBody(rows, text, line);
    }
  } catch (error) {
    io.err(`error: The file could not be read: ${(error as Error).message}.`);
    return exitCodes.usage;
  }
  if (rows.size === 0) {
    io.err('error: There is no body to check. Give a file with one JSON body per line.');
    return exitCodes.usage;
  }
  if (json) io.json(toJson(rows));
  else for (const printed of toTable(rows)) io.out(printed);
  return [...rows.values()].every(isDocumented) ? exitCodes.ok : exitCodes.failed;
};

const linesIn = (text: string): readonly { readonly text: string; readonly line: number }[] =>
  text.split('\n').map((one, index) => ({ text: one, line: index + 1 }));

const isDocumented = ({ kind, refused, undocumented }: Row): boolean =>
  (kind === 'after' || kind === 'before') && refused === 0 && undocumented.size === 0;

const toJson = (rows: ReadonlyMap<string, Row>): unknown =>
  [...rows].map(([command, { kind, bodies, refused, refusals, undocumented }]) => ({
    command,
    kind,
    bodies,
    refused,
    refusals: [...refusals].map(([issue, found]) => ({ issue, ...found })),
    undocumented: [...undocumented].map(([path, found]) => ({ path, ...found })),
  }));

const toTable = (rows: ReadonlyMap<string, Row>): readonly string[] => {
  const width = Math.max(...[...rows.keys()].map(({ length }) => length));
  const format = (command: string, kind: string, ...counts: readonly (string | number)[]): string =>
    [command.padEnd(width), kind.padEnd(10), ...counts.map((count) => String(count).padStart(8))].join('  ');
  const findings = [...rows].flatMap(([command, { refusals, undocumented }]) => [
    ...[...refusals].map(([issue, found]) => `refused: ${command}: ${issue} (${where(found)})`),
    ...[...undocumented].map(([path, found]) => `undocumented: ${command}: ${path} (${where(found)})`),
  ]);
  return [
    format('command', 'kind', 'bodies', 'refused', 'undocumented'),
    ...[...rows].map(([command, { kind, bodies, refused, undocumented }]) =>
      format(command, kind, bodies, refused, undocumented.size),
    ),
    ...(findings.length === 0 ? [] : ['', ...findings]),
  ];
};

const where = ({ count, firstLine }: Count): string =>
  count === 1 ? `line ${firstLine}` : `${count} bodies, first in line ${firstLine}`;
