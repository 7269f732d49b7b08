import { fc, test } from '@fast-check/jest';
import * as t from 'io-ts';
import { catalogue, undocumentedPaths, type CommandName } from '../../lib/commands';
import type { Command } from '../../lib/commands/command';
import { parseLossless } from '../../lib/delivery/json';
import { samples } from '../../lib/testing/samples';
import { editions } from '../support/editions';
import { post, receiver } from '../support/receiver';

const pathsIn = (name: CommandName, body: unknown): readonly string[] =>
  undocumentedPaths((catalogue[name] as Command).codec, body);

const sample = (name: CommandName, fields: object = {}): Record<string, unknown> => ({
  ...(parseLossless(samples[name]) as Record<string, unknown>),
  ...fields,
});

const seats = 'Mic.CallbackAfterSeatInfoChanged';
const member = 'Live.CallbackAfterMemberStateChanged';
const recording = 'Live.CallbackAfterCloudRecordingChanged';

describe('what Tencent documents', () => {
  it.each(Object.keys(samples) as CommandName[])('has no undocumented path in the sample of %s', (name) => {
    expect(pathsIn(name, sample(name))).toEqual([]);
  });

  it.each(editions)('has no undocumented path in $says', ({ command, body }) => {
    expect(pathsIn(command, parseLossless(body))).toEqual([]);
  });

  it('includes every key of the content of a message', () => {
    const MsgBody = [{ MsgType: 'TIMFaceElem', MsgContent: { Index: 1, Anything: { Nested: true } } }];
    expect(pathsIn('Group.CallbackAfterSendMsg', sample('Group.CallbackAfterSendMsg', { MsgBody }))).toEqual([]);
  });
});

describe('an undocumented path', () => {
  it('is that of a word which no page has', () => {
    expect(pathsIn(member, sample(member, { EventCause: 'Banned' }))).toEqual(['EventCause']);
    expect(
      pathsIn('Group.CallbackAfterSendMsg', sample('Group.CallbackAfterSendMsg', { MsgPriority: 'Urgent' })),
    ).toEqual(['MsgPriority']);
  });

  it('is that of a field which no page has, at the top and inside', () => {
    const body = sample('Live.CallbackBeforeSendGift', { GiftWater: { Level: 3 }, Currency: { Name: 'USD' } });
    expect(pathsIn('Live.CallbackBeforeSendGift', body)).toEqual(['GiftWater.Level', 'Currency']);
  });

  it('is the same for every item of an array', () => {
    const SeatList = Array.from({ length: 1000 }, (_, Index) => ({ Index, Nickname: `user ${Index}` }));
    expect(pathsIn(seats, sample(seats, { SeatList }))).toEqual(['SeatList[].Nickname']);
  });

  it('follows the type of a recording event', () => {
    const info = { EventMsTs: 1, TaskId: 't' };
    const body = (EventType: number): unknown =>
      sample(recording, { EventType, EventInfo: { ...info, Payload: { LeaveCode: 0, FileList: ['a'] } } });
    expect(pathsIn(recording, body(302))).toEqual(['EventInfo.Payload.FileList']);
    expect(pathsIn(recording, body(310))).toEqual(['EventInfo.Payload.LeaveCode']);
  });

  it('of a word inside an array names the array once', () => {
    const Payload = { FileMessage: [{ MediaId: 'main' }, { MediaId: 'left' }, { MediaId: 'right' }] };
    const body = sample(recording, { EventType: 310, EventInfo: { EventMsTs: 1, TaskId: 't', Payload } });
    expect(pathsIn(recording, body)).toEqual(['EventInfo.Payload.FileMessage[].MediaId']);
  });
});

describe('keys that an attacker chose', () => {
  it('are listed up to a hundred', () => {
    const keys = (from: number, to: number): object =>
      Object.fromEntries(Array.from({ length: to - from }, (_, at) => [`key${from + at}`, 1]));
    expect(pathsIn(member, sample(member, keys(0, 99)))).toHaveLength(99);
    const paths = pathsIn(member, sample(member, keys(0, 100_000)));
    expect(paths).toHaveLength(100);
    expect(paths.at(-1)).toBe('key99');
    expect(pathsIn(member, { ...keys(0, 100), EventCause: 'Banned' })).not.toContain('EventCause');
    const MemberList = Array.from({ length: 1000 }, (_, at) => ({ [`key${at}`]: 1 }));
    expect(pathsIn(member, sample(member, { MemberList }))).toHaveLength(100);
  });

  it('are cut when they are long, and quoted and escaped when they are not plain names', () => {
    const body = sample(member, {
      ['a'.repeat(64)]: 1,
      ['b'.repeat(65)]: 1,
      [`-${'c'.repeat(63)}`]: 1,
      'a.b': 1,
      'new\nline': 1,
      '\u009b2J\u202e"': 1,
      '': 1,
    });
    expect(pathsIn(member, body)).toEqual([
      'a'.repeat(64),
      `["${'b'.repeat(64)}…"]`,
      `["-${'c'.repeat(63)}"]`,
      '["a.b"]',
      '["new\\nline"]',
      '["\\u009b2J\\u202e\\""]',
      '[""]',
    ]);
  });

  it('do not reach an object’s own methods', () => {
    const body = JSON.parse('{"__proto__":1,"constructor":2,"hasOwnProperty":3}') as unknown;
    expect(pathsIn(member, body)).toEqual(['__proto__', 'constructor', 'hasOwnProperty']);
  });

  test.prop([fc.constantFrom(...(Object.keys(samples) as CommandName[])), fc.dictionary(fc.string(), fc.jsonValue())])(
    'give short printable paths without values, whatever they are',
    (name, extra) => {
      const secret = 'a value that must not be shown';
      const hidden = Object.fromEntries(Object.keys(extra).map((key) => [key, [secret, { [secret]: extra[key] }]]));
      const paths = pathsIn(name, JSON.parse(JSON.stringify({ ...hidden, ...sample(name) })));
      expect(new Set(paths).size).toBe(paths.length);
      for (const path of paths) expect(path).toMatch(/^[ -~…]{1,200}$/);
      expect(paths.join('\n')).not.toContain(secret);
    },
  );
});

it.each([null, 1, 'text', [], undefined])('a body that is %j has no undocumented path', (body) => {
  expect(pathsIn(member, body)).toEqual([]);
  expect(pathsIn(recording, body)).toEqual([]);
});

it.each([7, null, 'text', { 0: { Nickname: 'x' } }])('a list that is %j has no undocumented path', (value) => {
  expect(pathsIn(seats, { SeatList: value })).toEqual([]);
});

it.each([7, null, []])('a word that is %j has no undocumented path', (value) => {
  expect(pathsIn(member, { EventCause: value })).toEqual([]);
});

it('a delivery lists the undocumented paths of its body', async () => {
  const { webhooks, outcomes } = receiver({ handlers: { [member]: () => {} } });
  await post(webhooks, { command: member, body: sample(member, { EventCause: 'Banned' }) });
  expect(outcomes[0]?.delivery?.undocumented).toEqual(['EventCause']);
});

it('the codec of a user’s own command says nothing about undocumented fields', () => {
  expect(undocumentedPaths(t.type({ a: t.string }), { a: 'x', b: 1 })).toEqual([]);
  expect(undocumentedPaths(undefined, { b: 1 })).toEqual([]);
});
