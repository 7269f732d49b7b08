import { existsSync } from 'node:fs';
import path from 'node:path';
import { headings, links, pages, read, repository } from './markdown';
import { packedFiles } from './packed';

/** The file and the heading that a link of a page leads to, unless it leads to another site or a local server. */
const targetOf = (page: string, link: string): { readonly file: string; readonly anchor?: string } | undefined => {
  if (/^(https:|mailto:|http:\/\/127\.0\.0\.1:)/.test(link)) return undefined;
  const [file = '', anchor] = link.split('#');
  return { file: file === '' ? page : path.posix.join(path.dirname(page), file), ...(anchor && { anchor }) };
};

const isDead = (page: string, link: string): boolean => {
  const target = targetOf(page, link);
  if (!target) return false;
  if (!existsSync(path.join(repository, target.file))) return true;
  return target.anchor !== undefined && !headings(read(target.file)).some(({ anchor }) => anchor === target.anchor);
};

test.each(pages)('every link of %s leads somewhere', (page) => {
  expect(links(read(page)).filter((link) => isDead(page, link))).toEqual([]);
});

test('the links of a page are found', () => {
  expect(links('# [Page](README.md#start)\n\n| a |\n| - |\n| [b](b.md) |\n\n![c](c.png)\n')).toEqual([
    'README.md#start',
    'b.md',
    'c.png',
  ]);
});

test('a link to a missing file, and one to a missing heading, are noticed', () => {
  expect(isDead('docs/troubleshooting.md', '../READMEE.md')).toBe(true);
  expect(isDead('docs/troubleshooting.md', '../README.md#no-such-heading')).toBe(true);
});

test('the links of the packed pages lead to packed files', () => {
  const packed = packedFiles();
  const outside = pages
    .filter((page) => packed.has(page))
    .flatMap((page) =>
      links(read(page)).flatMap((link) => {
        const target = targetOf(page, link);
        return !target || packed.has(target.file) ? [] : `${page}: ${link}`;
      }),
    );
  expect(packed).toContain('README.md');
  expect(outside).toEqual([]);
});
