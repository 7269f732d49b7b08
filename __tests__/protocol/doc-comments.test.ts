import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { catalogue } from '../../lib/commands';
import { docComments } from '../support/validator';

jest.setTimeout(60_000);

const folder = resolve(__dirname, '../../lib/commands');
const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
const docsOf = (name: string) => docComments().codecs.get(name)!;

it('the docstring of an event gives its description, its contradictions and its sources', () => {
  const { description, remarks, sources: pages } = docsOf('SeatInfoChanged');
  expect(description).toBe('Somebody took or left a seat, or a seat was locked or restricted.');
  expect(remarks).toHaveLength(4);
  expect(remarks[2]).toBe(
    'The English page names muting of the microphone as a trigger, which is a mistranslation of taking and leaving a seat.',
  );
  expect(pages).toBe(
    '647/64425 (2024-09-24, 2026-04-09), 1071/78192 (2026-03-11), 647/60736 (2024-06-12), 647/110684 (2024-09-14)',
  );
});

it('a description keeps its paragraphs, and has no other line breaks', () => {
  expect(docsOf('MemberStateChanged').description.split('\n')).toEqual([
    'Members of a room came online or went offline.',
    '',
    expect.stringMatching(/^Tencent stops sending .*DestroyRoom`\.$/),
  ]);
});

it('fields that several payloads share, and those of a spread object, have their docstrings', () => {
  const shared = docsOf('MessageSending').fields.get('Random');
  expect(shared).toBe('Random number of the message: an unsigned integer of 32 bits.');
  expect(docsOf('MessageSent').fields.get('Random')).toBe(shared);
  expect(docsOf('VodFile').fields.get('TrackType')).toBe('What the track holds.');
  expect(docsOf('RecordingChanged').fields.get('CallbackTs')).toContain('in Unix milliseconds');
});

it('every type of recording event has a docstring', () => {
  expect([...docComments().cases].map(([type, text]) => [type, text.length > 10])).toEqual(
    [301, 302, 303, 304, 305, 306, 307, 309, 310, 311, 312, 801, 802, 803, 804].map((type) => [String(type), true]),
  );
});

it('a codec, its variable and the interface of its values share one name', () => {
  const text = sources.join('\n');
  const named = [...text.matchAll(/^const (\w+) = payload\(\s*'(\w+)'/gm)];
  expect(named.length).toBeGreaterThan(35);
  for (const [, variable, name] of named) expect(variable).toBe(name);
  const interfaces = [...text.matchAll(/^export interface (\w+) extends t\.TypeOf<typeof (\w+)>/gm)];
  expect(interfaces.length).toBeGreaterThan(20);
  for (const [, one, codec] of interfaces) expect(one).toBe(codec);
  for (const [, one] of interfaces) expect(named.map(([, variable]) => variable)).toContain(one);
});

it('an event names the page of its command among its sources', () => {
  const commands = [...sources.join('\n').matchAll(/: (?:after|before)<(\w+)[^(]*\([^{]*\{\s*page: (\d+)/g)].map(
    ([, event = '', page = '']) => [event, page] as const,
  );
  expect(commands).toHaveLength(Object.keys(catalogue).length);
  for (const [event, page] of commands) expect(docsOf(event).sources).toMatch(new RegExp(`/${page}\\b`));
});
