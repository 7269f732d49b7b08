import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const repository = path.join(__dirname, '../..');

interface Heading {
  readonly level: number;
  readonly title: string;
  /** What GitHub calls it in a link. */
  readonly anchor: string;
  /** What stands below it, up to the next heading. */
  readonly text: string;
}

/** Everything that users read, by its path. */
export const documents: readonly string[] = [
  'README.md',
  'CHANGELOG.md',
  '.github/CONTRIBUTING.md',
  '.github/SECURITY.md',
  ...readdirSync(path.join(repository, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export const read = (document: string): string => readFileSync(path.join(repository, document), 'utf8');

/** A `#` at the start of a line of code is a comment. */
const withoutCode = (text: string): string => text.replaceAll(/^```[^]*?^```$/gm, '');

export const headings = (text: string): readonly Heading[] =>
  withoutCode(text)
    .split(/^(?=#+ )/m)
    .flatMap((section) => {
      const [, marks = '', title = '', rest = ''] = /^(#+) (.*)\n([^]*)/.exec(section) ?? [];
      if (title === '') return [];
      const anchor = title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-');
      return [{ level: marks.length, title, anchor, text: rest }];
    });

/** The targets of a document's links. */
export const links = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);

export interface Block {
  /** The file its first line names; otherwise made of the heading above it. */
  readonly name: string;
  readonly heading: string;
  readonly code: string;
  /** Where its code begins in the document, counted from 1. */
  readonly line: number;
}

/** The blocks of TypeScript in a document. */
export const blocks = (text: string): readonly Block[] =>
  [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(({ 1: code = '', index }) => {
    const before = text.slice(0, index);
    const { title: heading, anchor } = headings(before).at(-1)!;
    const line = before.split('\n').length + 1;
    return { name: /^\/\/ (\S+)\.ts\b/.exec(code)?.[1] ?? `${anchor}-${line}`, heading, code, line };
  });
