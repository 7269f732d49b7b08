import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt, { type Token } from 'markdown-it';

export const repository = path.join(__dirname, '../..');

/** Everything that users, contributors and assistants read, by its path. */
export const pages: readonly string[] = ['', 'docs', '.github', 'example-app'].flatMap((folder) =>
  readdirSync(path.join(repository, folder))
    .filter((name) => name.endsWith('.md') || name === 'llms.txt')
    .map((name) => path.posix.join(folder, name)),
);

const translation = /\.zh-CN\.md$/;

/** Each translated page with the page it translates. */
export const translations: readonly { readonly page: string; readonly original: string }[] = pages
  .filter((page) => translation.test(page))
  .map((page) => ({ page, original: page.replace(translation, '.md') }));

/** The pages without their translations, whose code and tables are the same. */
export const originals: readonly string[] = pages.filter((page) => !translation.test(page));

export const read = (page: string): string => readFileSync(path.join(repository, page), 'utf8');

const markdown = new MarkdownIt({ html: true });
const parse = (text: string): readonly Token[] => markdown.parse(text, {});

export interface Heading {
  readonly level: number;
  readonly title: string;
  /** The name under which GitHub links to it. */
  readonly anchor: string;
  /** The Markdown below it, up to the next heading. */
  readonly text: string;
}

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

export const headings = (text: string): readonly Heading[] => {
  const lines = text.split('\n');
  const tokens = parse(text);
  const found = tokens.flatMap(({ type, tag, map }, index) =>
    type === 'heading_open' && map ? [{ level: Number(tag.slice(1)), title: tokens[index + 1]!.content, map }] : [],
  );
  return found.map(({ level, title, map }, index) => ({
    level,
    title,
    anchor: anchorOf(title),
    text: lines.slice(map[1], found[index + 1]?.map[0]).join('\n'),
  }));
};

/** The targets of a page's links and images. */
export const links = (text: string): readonly string[] =>
  parse(text)
    .flatMap(({ children }) => children ?? [])
    .flatMap((token) => (token.type === 'link_open' ? token.attrGet('href') : token.attrGet('src')) ?? [])
    .map(decodeURI);

export interface Block {
  readonly language: string;
  readonly code: string;
  /** The file that its first line names in a comment. */
  readonly file: string | undefined;
  /** The title of the heading above it. */
  readonly heading: string;
  /** Where its code begins in the page, counted from 1. */
  readonly line: number;
}

/** The fenced blocks of a page. */
export const blocks = (text: string): readonly Block[] => {
  let heading = '';
  return parse(text).flatMap(({ type, content, info, map }, index, tokens) => {
    if (type === 'heading_open') heading = tokens[index + 1]!.content;
    if (type !== 'fence' || !map) return [];
    const [language = ''] = info.split(' ');
    const [, file] = /^\/\/ ([\w./-]+\.[cm]?[jt]s)(?=:|\s|$)/.exec(content) ?? [];
    return [{ language, code: content, file, heading, line: map[0] + 2 }];
  });
};

/** The rows of a page's tables, as Markdown; the first row of each is its heading. */
export const tables = (text: string): readonly (readonly (readonly string[])[])[] => {
  const tokens = parse(text);
  const found: string[][][] = [];
  for (const [index, { type }] of tokens.entries()) {
    if (type === 'table_open') found.push([]);
    if (type === 'tr_open') found.at(-1)!.push([]);
    if (type === 'th_open' || type === 'td_open')
      found
        .at(-1)!
        .at(-1)!
        .push(tokens[index + 1]!.content);
  }
  return found;
};
