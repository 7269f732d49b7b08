import { blocks, headings, originals, read, translations } from './markdown';

/** What must be equal in a page and its translation. */
const structureOf = (text: string) => ({
  levels: headings(text).map(({ level }) => level),
  code: blocks(text).map(({ language, code }) => ({ language, code })),
});

const english = '# Start\n\n## Run\n\n```ts\nstart();\n```\n';

test('every translated page has the headings and the code of its original', () => {
  for (const { page, original } of translations) {
    expect(originals).toContain(original);
    expect({ page, ...structureOf(read(page)) }).toEqual({ page, ...structureOf(read(original)) });
  }
});

test('every heading of a translated page with words in it has Chinese ones', () => {
  for (const { page } of translations) {
    const untranslated = headings(read(page)).filter(({ title }) => !/\p{Script=Han}|`/u.test(title));
    // A name, such as that of the package, stays as it is.
    expect({ page, titles: untranslated.map(({ title }) => title) }).toEqual({
      page,
      titles: untranslated.map(({ title }) => title).filter((title) => !title.includes(' ')),
    });
  }
});

test.each([
  ['a heading is missing', '# 开始\n\n```ts\nstart();\n```\n'],
  ['a heading has another level', '# 开始\n\n### 运行\n\n```ts\nstart();\n```\n'],
  ['its code is another', '# 开始\n\n## 运行\n\n```ts\nstop();\n```\n'],
  ['its code is in another language', '# 开始\n\n## 运行\n\n```js\nstart();\n```\n'],
])('a translation differs when %s', (_difference, chinese) => {
  expect(structureOf(chinese)).not.toEqual(structureOf(english));
  expect(structureOf('# 开始\n\n## 运行\n\n```ts\nstart();\n```\n')).toEqual(structureOf(english));
});
