import type { Command } from 'commander';
import { catalogue } from '../commands';
import type { Output } from './io';

export const addList = (program: Command, io: Output): void => {
  program
    .command('list')
    .description(
      "list Tencent's commands with their kind (before: waits for a verdict, after: reports an event) and page",
    )
    .option('--json', 'print JSON')
    .action((options: { readonly json?: boolean }) => list(options, io));
};

export const list = ({ json }: { readonly json?: boolean }, io: Output): void => {
  const rows = Object.entries(catalogue).map(([command, { kind, page, aliases = [] }]) => ({
    command,
    kind,
    page: `https://trtc.io/document/${page}`,
    aliases,
  }));
  if (json) return io.json(rows);
  const width = Math.max(...rows.map(({ command }) => command.length));
  for (const { command, kind, page } of rows) io.out(`${command.padEnd(width)}  ${kind.padEnd(6)}  ${page}`);
};
