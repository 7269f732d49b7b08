import { pages, read } from './markdown';

/** How many lines a README may have. It becomes 250 once the README is split into pages. */
const lineLimit = 540;

test.each(pages.filter((page) => page.startsWith('README')))(`%s has no more than ${lineLimit} lines`, (page) => {
  expect(read(page).trimEnd().split('\n').length).toBeLessThanOrEqual(lineLimit);
});
