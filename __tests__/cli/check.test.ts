import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { samples } from '../../lib/testing/samples';
import { cli } from '../support/cli';
import { editions } from '../support/editions';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
afterAll(() => rmSync(folder, { recursive: true }));

const member = 'Live.CallbackAfterMemberStateChanged';
const oneLine = (body: string): string => body.replaceAll('\n', '');
const memberWith = (fields: object): string =>
  JSON.stringify({ ...(JSON.parse(samples[member]) as object), ...fields });

const check = (lines: readonly string[], ...args: readonly string[]) =>
  cli(['check', '-', ...args], { stdin: async () => lines.join('\n') });

it('finds nothing in bodies as Tencent documents them', async () => {
  const lines = [...Object.values(samples), ...editions.map(({ body }) => body)];
  const { code, out, err } = await check(lines.map(oneLine));
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const rows = out
    .split('\n')
    .slice(1)
    .map((row) => row.split(/ +/));
  expect(rows.map(([command]) => String(command)).toSorted()).toEqual(Object.keys(samples).toSorted());
  expect(
    rows.every(([, , bodies, refused, undocumented]) => bodies !== '0' && refused === '0' && undocumented === '0'),
  ).toBe(true);
});

it('lists what is refused and what is undocumented, with the lines, and exits with 1', async () => {
  const { code, out } = await check([
    oneLine(samples[member]),
    '',
    memberWith({ EventCause: 'Banned' }),
    memberWith({ EventCause: 'Banned', MemberList: [{ Member_Account: 'secret', Level: 1 }] }),
    memberWith({ MemberList: [{ Member_Account: 'secret' }, { Member_Account: ['secret'] }], EventTime: 'secret' }),
  ]);
  expect(code).toBe(1);
  expect(out.split('\n')).toEqual([
    'command                               kind          bodies   refused  undocumented',
    'Live.CallbackAfterMemberStateChanged  after              4         1         2',
    '',
    `refused: ${member}: MemberList[].Member_Account should be string or integer (line 5)`,
    `refused: ${member}: EventTime should be integer or string of digits (line 5)`,
    `undocumented: ${member}: EventCause (2 bodies, first in line 3)`,
    `undocumented: ${member}: MemberList[].Level (line 4)`,
  ]);
  expect(out).not.toContain('secret');
});

it('exits with 1 for an undocumented path alone, and for a refusal alone', async () => {
  expect(await check([memberWith({ EventCause: 'Banned' })])).toMatchObject({ code: 1 });
  expect(await check([memberWith({ EventTime: {} })])).toMatchObject({ code: 1 });
});

it('prints JSON', async () => {
  const { code, out } = await check([memberWith({ EventCause: 'Banned' }), memberWith({ EventTime: {} })], '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual([
    {
      command: member,
      kind: 'after',
      bodies: 2,
      refused: 1,
      refusals: [{ issue: 'EventTime should be integer or string of digits', count: 1, firstLine: 2 }],
      undocumented: [{ path: 'EventCause', count: 1, firstLine: 1 }],
    },
  ]);
});

it('reports commands that Tencent does not document, and lines that are not JSON', async () => {
  const { code, out } = await check(
    ['{"CallbackCommand":"Live.CallbackAfterKick"}', '{"Events":[]}', '7', '{"Callback'],
    '--json',
  );
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject([
    { command: 'Live.CallbackAfterKick', kind: 'unknown', bodies: 1, refused: 0 },
    { command: '(no command)', kind: 'unknown', bodies: 2 },
    { command: '(no JSON)', kind: 'unreadable', refused: 1, refusals: [{ issue: 'not JSON', count: 1, firstLine: 4 }] },
  ]);
});

it('counts a command under its one name, whichever of its names the body carries', async () => {
  const { code, out } = await check(
    [oneLine(samples[member]), memberWith({ CallbackCommand: 'Live.CallbackMemberStateChanged' })],
    '--json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject([{ command: member, bodies: 2 }]);
});

it('reads the bodies of recorded requests, and the command of the URL if the body has none', async () => {
  const { CallbackCommand: _, ...withoutCommand } = JSON.parse(samples[member]) as Record<string, unknown>;
  const recorded = (body: unknown, path = '/'): string =>
    JSON.stringify({ time: 1, method: 'POST', path, headers: {}, body });
  const { code, out } = await check(
    [
      recorded(samples['Mic.CallbackAfterSeatInfoChanged']),
      recorded(JSON.stringify(withoutCommand), `/hook?SdkAppid=1&CallbackCommand=${member}`),
      recorded(withoutCommand, '/hook?SdkAppid=1'),
      recorded('not JSON'),
    ],
    '--json',
  );
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject([
    { command: 'Mic.CallbackAfterSeatInfoChanged', bodies: 1, refused: 0 },
    { command: member, bodies: 1, refused: 0 },
    { command: '(no command)', bodies: 1 },
    { command: '(no JSON)', bodies: 1 },
  ]);
});

it('stays small, whatever the bodies hold', async () => {
  const many = Array.from({ length: 1000 }, (_, at) => `{"CallbackCommand":"${at}${'x'.repeat(500)}"}`);
  const keys = Array.from({ length: 1000 }, (_, at) => memberWith({ [`key${at}`]: 1 }));
  const { out } = await check([...keys, ...many], '--json');
  const rows = JSON.parse(out) as { command: string; bodies: number; undocumented: unknown[] }[];
  expect(rows).toHaveLength(201);
  expect(rows.at(-1)).toMatchObject({ command: '(other commands)', bodies: 801 });
  expect(rows[0]).toMatchObject({ command: member, bodies: 1000 });
  expect(rows[0]?.undocumented).toHaveLength(100);
  expect(Math.max(...rows.map(({ command }) => command.length))).toBe(101);
});

it('reads a file, and says so if it cannot', async () => {
  const file = join(folder, 'day.ndjson');
  writeFileSync(file, `${oneLine(samples[member])}\r\n${oneLine(samples[member])}\n`);
  expect(await cli(['check', file, '--json'])).toMatchObject({ code: 0, err: '' });
  const missing = await cli(['check', join(folder, 'none.ndjson')]);
  expect(missing).toMatchObject({ code: 2, out: '' });
  expect(missing.err).toContain('error: The file could not be read: ENOENT');
});

it('does not take an empty file for a good one', async () => {
  expect(await check(['', ' '])).toMatchObject({
    code: 2,
    err: 'error: There is no body to check. Give a file with one JSON body per line.',
  });
});

it('reads the same lines from a file as from the standard input', async () => {
  const file = join(folder, 'lines.ndjson');
  // JSON allows these separators in strings, and an editor may put a byte order mark in front.
  const text = `\uFEFF${memberWith({ RoomId: 'a\u2028b\u2029c\u0085d' })}\r\n\n${oneLine(samples[member])}\n`;
  writeFileSync(file, text);
  const { code, out } = await cli(['check', file, '--json']);
  expect(JSON.parse(out)).toMatchObject([{ command: member, bodies: 2, refused: 0 }]);
  expect(code).toBe(0);
});
