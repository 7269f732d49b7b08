import { pages, read } from './markdown';

/** How many lines a README may have: what goes beyond has a page of its own. */
const lineLimit = 250;

test.each(pages.filter((page) => page.startsWith('README')))(`%s has no more than ${lineLimit} lines`, (page) => {
  expect(read(page).trimEnd().split('\n').length).toBeLessThanOrEqual(lineLimit);
});
