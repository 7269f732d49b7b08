import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as t from 'io-ts';
import { payload } from '../../lib/commands/fields';
import { chinese } from '../../lib/protocol/chinese';
import { fieldRows } from '../../lib/protocol/field-rows';
import { protocolPage } from '../../lib/protocol/page';
import { chinesePhrases, english, type Phrases } from '../../lib/protocol/phrases';
import { codecOf, commands } from '../../lib/protocol/schema-files';
import { samples } from '../../lib/testing/samples';
import { headings } from '../docs/markdown';
import { docComments } from '../support/validator';

jest.setTimeout(60_000);

const pages = new Map([english, chinesePhrases].map((phrases) => [phrases, protocolPage(docComments(), phrases)]));
const pageIn = (phrases: Phrases): string => pages.get(phrases)!;

/** The first cells of a page's table rows. */
const firstCells = (page: string): readonly string[] =>
  page.split('\n').flatMap((line) => /^\| (`[^|]*?`|\d[^|]*?) \|/.exec(line)?.[1] ?? []);

const codeBlocks = (page: string): readonly string[] => page.match(/^```json\n[^]*?^```$/gm) ?? [];

it.each([english, chinesePhrases])('docs/$file says what the codecs and docstrings say now', (phrases) => {
  const committed = readFileSync(resolve(__dirname, '../../docs', phrases.file), 'utf8');
  if (committed !== pageIn(phrases)) throw new Error(`docs/${phrases.file} is out of step. Run npm run docs:protocol.`);
});

it.each(commands.map((command) => [command[0], command] as const))('both pages describe %s', (name, command) => {
  for (const phrases of [english, chinesePhrases]) {
    const section = headings(pageIn(phrases)).find(({ title }) => title === `\`${name}\``)!.text;
    expect(section).toContain(phrases.kind(command[1].kind));
    expect(section).toContain(String(command[1].page));
    for (const alias of command[1].aliases ?? []) expect(section).toContain(`\`${alias}\``);
    for (const { path } of fieldRows(codecOf(command), docComments(), phrases))
      expect(section).toContain(`| \`${path}\` |`);
  }
});

it('both pages have the same commands, fields, codes and samples', () => {
  const [one, other] = [pageIn(english), pageIn(chinesePhrases)];
  expect(headings(other).map(({ level }) => level)).toEqual(headings(one).map(({ level }) => level));
  expect(firstCells(other)).toEqual(firstCells(one));
  expect(firstCells(one).length).toBeGreaterThan(200);
  expect(codeBlocks(other)).toEqual(codeBlocks(one));
  expect(codeBlocks(one)).toEqual(Object.keys(samples).map(() => expect.any(String)));
});

it('the samples are those of the package, digit for digit', () => {
  for (const sample of Object.values(samples)) expect(pageIn(english)).toContain(`\`\`\`json\n${sample}\n\`\`\``);
});

it('every docstring on the page has its Chinese, and no Chinese is left over', () => {
  const used = new Set<string>();
  protocolPage(docComments(), {
    ...chinesePhrases,
    translate: (text) => (used.add(text), chinesePhrases.translate(text)),
  });
  expect([...used].toSorted()).toEqual(Object.keys(chinese).toSorted());
  for (const [text, translated] of Object.entries(chinese)) {
    expect(translated).toMatch(/\p{Script=Han}/u);
    // The names of fields, commands and words are the same in every language.
    const names = (one: string): readonly string[] => [...new Set(one.match(/`[^`]+`/g))].toSorted();
    expect([text, names(translated)]).toEqual([text, names(text)]);
  }
});

it('a docstring without its Chinese is an error that quotes it', () => {
  expect(() => chinesePhrases.translate('Something new.')).toThrow(
    'lib/protocol/chinese.ts has no Chinese for: Something new.',
  );
});

it('a field without a docstring is an error that names it', () => {
  const codec = payload('Person', { name: t.string });
  expect(() => fieldRows(codec, docComments(), english)).toThrow('The field name of Person has no docstring.');
});

it('types are written out: ids, times, lists, and words that may or may not be extended', () => {
  const rowsOf = (name: string) => {
    const command = commands.find(([one]) => one === name)!;
    return new Map(fieldRows(codecOf(command), docComments(), english).map((row) => [row.path, row]));
  };
  const member = rowsOf('Live.CallbackAfterMemberStateChanged');
  expect(member.get('EventType')?.type).toBe('`Online`, `Offline`');
  expect(member.get('EventCause')?.type).toMatch(/^string \(`Enter`, .*, or another word\)$/);
  expect(member.get('MemberList')?.type).toBe('array of object');
  expect(member.get('MemberList[].Member_Account')?.type).toBe('id (string, or integer of any size)');
  expect(member.get('EventTime')).toMatchObject({ type: 'integer (or string of digits)', isRequired: true });
  expect(rowsOf('Live.CallbackAfterEndBattle').get('OpType')?.type).toBe('`0`, `1`, `2`');
  expect(rowsOf('Live.CallbackAfterEndBattle').get('StartTime')).toMatchObject({ type: 'integer', isRequired: false });
  expect(rowsOf('Group.CallbackAfterSendMsg').get('MsgBody[].MsgContent')?.type).toBe('object');
});
