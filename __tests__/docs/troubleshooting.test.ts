import { failures } from '../../lib/delivery/failure';
import { headings, read } from './markdown';

const page = headings(read('docs/troubleshooting.md'));
const chapter = (title: string) => {
  const start = page.findIndex((heading) => heading.title === title) + 1;
  const length = page.slice(start).findIndex(({ level }) => level === 2);
  return page.slice(start, length === -1 ? undefined : start + length);
};

describe('the troubleshooting page', () => {
  it('has every failure under its name, and no other', () => {
    expect(chapter('Failures').map(({ title }) => title)).toEqual(Object.keys(failures).map((type) => `\`${type}\``));
  });

  it.each(chapter('Failures'))('says of $title what one sees, why, and what to do', ({ title, text }) => {
    expect(text.match(/(?<=^- \*\*)[^*]+/gm)).toEqual(['You see', 'Why', 'Do']);
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
