import { existsSync } from 'node:fs';
import path from 'node:path';
import { documents, headings, links, read, repository } from './markdown';

const dead = (document: string): readonly string[] =>
  links(read(document)).filter((link) => {
    if (link.startsWith('https://')) return false;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? document : path.join(path.dirname(document), file);
    if (!existsSync(path.join(repository, target))) return true;
    return anchor !== undefined && !headings(read(target)).some((heading) => heading.anchor === anchor);
  });

test.each(documents)('every link of %s leads somewhere', (document) => {
  expect(links(read(document))).not.toHaveLength(0);
  expect(dead(document)).toEqual([]);
});
