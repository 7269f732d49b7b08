import { blocks, headings, originals, read, tables, translations } from './markdown';

/** What must be equal in a page and its translation. */
const structureOf = (text: string) => ({
  levels: headings(text).map(({ level }) => level),
  code: blocks(text).map(({ language, code }) => ({ language, code })),
  // Of a row, how many cells it has, and the names in its first one.
  rows: tables(text).map((rows) => rows.map((cells) => ({ cells: cells.length, names: cells[0]!.match(/`[^`]+`/g) }))),
});

const english = '# Start\n\n## Run\n\n```ts\nstart();\n```\n\n| name |\n| - |\n| `a` |\n';

test('every translated page has the headings, the code and the rows of tables of its original', () => {
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

const chinese = '# 开始\n\n## 运行\n\n```ts\nstart();\n```\n\n| 名称 |\n| - |\n| `a` |\n';

test('a translation with the same structure is equal', () => {
  expect(structureOf(chinese)).toEqual(structureOf(english));
});

test.each([
  ['a heading is missing', '## 运行\n', ''],
  ['a heading has another level', '## 运行', '### 运行'],
  ['its code is another', 'start()', 'stop()'],
  ['its code is in another language', '```ts', '```js'],
  ['a row of a table is missing', '| `a` |\n', ''],
  ['a row of a table has another name', '`a`', '`b`'],
])('a translation differs when %s', (_difference, part, replacement) => {
  expect(chinese).toContain(part);
  expect(structureOf(chinese.replace(part, replacement))).not.toEqual(structureOf(english));
});
