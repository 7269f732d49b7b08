import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { failures } from '../../lib/delivery/failure';
import { headings, read, repository } from './markdown';

const page = headings(read('docs/troubleshooting.md'));
const chapter = (title: string) => {
  const start = page.findIndex((heading) => heading.title === title) + 1;
  const length = page.slice(start).findIndex(({ level }) => level === 2);
  return page.slice(start, length === -1 ? undefined : start + length);
};

/** The codes of the warnings that the library's source emits. */
const warningCodes = (): readonly string[] => {
  const sources = readdirSync(path.join(repository, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(path.join(repository, 'lib', name), 'utf8'));
  // The code is the first string of capital letters in a call. The rest of one that is put together is written as `…`.
  const call = /\b(?:warn|createWarning)\([\s\S]{0,400}?['`]([A-Z][A-Z_]+)(\$\{[^`]*)?['`]/g;
  const codes = sources.flatMap((text) => [...text.matchAll(call)].map(([, code, rest]) => code + (rest ? '…' : '')));
  return [...new Set(codes)].map((code) => `TENCENT_LIVE_WEBHOOKS_${code}`);
};

const parts = (text: string) => text.match(/(?<=^- \*\*)[^*]+/gm);

describe('the troubleshooting page', () => {
  it('has every process warning under its code, and no other', () => {
    const titles = chapter('Process warnings').map(({ title }) => title);
    expect(titles.toSorted()).toEqual(
      warningCodes()
        .map((code) => `\`${code}\``)
        .toSorted(),
    );
    expect(titles).not.toHaveLength(0);
  });

  it.each(chapter('Process warnings'))('says of $title what one sees, why, and what to do', ({ text }) => {
    expect(parts(text)).toEqual(['You see', 'Why', 'Do']);
  });

  it('has every failure under its name, and no other', () => {
    expect(chapter('Failures').map(({ title }) => title)).toEqual(Object.keys(failures).map((type) => `\`${type}\``));
  });

  it.each(chapter('Failures'))('says of $title what one sees, why, and what to do', ({ title, text }) => {
    expect(parts(text)).toEqual(['You see', 'Why', 'Do']);
    const [, type = ''] = /^`(.*)`$/.exec(title) ?? [];
    expect(text).toContain(`**You see** code ${failures[type as keyof typeof failures].code}`);
  });

  it('is keyed by what one sees, too', () => {
    expect(chapter('Symptoms').map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        'Everything is refused with `stale`',
        'Ids end in 00',
        'The handler never runs',
        'Tencent reports a failure, though we answered',
      ]),
    );
  });
});
