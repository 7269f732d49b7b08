import * as t from 'io-ts';
import { after, liveWebhooks, type Delivery } from '../lib';
import { plainAck, post, receiver, sdkAppId } from './support/receiver';

const enter = 'Room.CallbackAfterMemberEnter';
const MemberEnter = t.intersection([
  t.type({ CallbackCommand: t.string, RoomId: t.string, MemberList_Account: t.array(t.string) }),
  t.partial({ MemberCount: t.number }),
]);
const body = {
  CallbackCommand: enter,
  RoomId: 'r',
  MemberList_Account: ['jared'],
  MemberCount: 1,
  EventTime: 1703589922780,
};

describe('commands of one’s own', () => {
  it('have a typed handler', async () => {
    const entered: string[] = [];
    const webhooks = liveWebhooks({
      sdkAppId,
      token: false,
      commands: { [enter]: after(MemberEnter) },
      handlers: { [enter]: (event) => void entered.push(...event.MemberList_Account) },
    });
    expect((await post(webhooks, { command: enter, body })).text).toBe(plainAck);
    expect(entered).toEqual(['jared']);
    expect(webhooks.commands).toEqual([enter]);
  });

  it('know when the event happened and what identifies it', async () => {
    const deliveries: Delivery[] = [];
    const handlers = { [enter]: (_event: unknown, delivery: Delivery) => void deliveries.push(delivery) };
    const own = after(MemberEnter, {
      occurredAt: () => 42,
      identity: (event) => event.RoomId,
      aliases: ['Room.Entered'],
    });

    for (const commands of [{ [enter]: after(MemberEnter) }, { [enter]: own }]) {
      const webhooks = liveWebhooks({ sdkAppId, token: false, commands, handlers });
      await post(webhooks, { command: enter, body });
    }
    const [byDefault, told] = deliveries;
    expect(byDefault?.occurredAt).toEqual(new Date(1703589922780));
    expect(told?.occurredAt).toEqual(new Date(42));
    expect(told?.eventId).toMatch(/^[\w-]{43}$/);
    expect(told?.eventId).not.toBe(byDefault?.eventId);
  });

  it.each([
    ['1703589922780', new Date(1703589922780)],
    [1703589922780, new Date(1703589922780)],
    ['0', new Date(0)],
    ['1703589922780x', undefined],
    ['x1703589922780', undefined],
    ['', undefined],
    ['9007199254740993', undefined],
    [1703589922780.5, undefined],
    [null, undefined],
  ])('have happened at EventTime %j', async (EventTime, occurredAt) => {
    const { webhooks, outcomes } = receiver({
      commands: { [enter]: after(MemberEnter) },
      handlers: { [enter]: () => {} } as object,
    });
    await post(webhooks, { command: enter, body: { ...body, EventTime } });
    expect(outcomes).toMatchObject([{ type: 'handled', command: enter }]);
    expect(outcomes[0]?.delivery?.occurredAt).toEqual(occurredAt);
    expect(outcomes[0]?.delivery?.eventId === undefined).toBe(occurredAt === undefined);
  });

  it('have no time where their own reckoning of it fails', async () => {
    const deliveries: Delivery[] = [];
    for (const occurredAt of [
      () => {
        throw new Error('no');
      },
      () => undefined,
      () => Number.NaN,
    ]) {
      const { webhooks } = receiver({
        commands: { [enter]: after(MemberEnter, { occurredAt, identity: () => 'same' }) },
        handlers: { [enter]: (_event: unknown, delivery: Delivery) => void deliveries.push(delivery) } as object,
      });
      await post(webhooks, { command: enter, body });
    }
    const anyId: unknown = expect.stringMatching(/^[\w-]{43}$/);
    expect(deliveries.map((delivery) => delivery.occurredAt)).toEqual([undefined, undefined, undefined]);
    expect(deliveries.map(({ eventId }) => eventId)).toEqual([anyId, anyId, anyId]);
  });

  it('go by their other names too', async () => {
    const { webhooks, outcomes } = receiver({
      commands: { [enter]: after(MemberEnter, { aliases: ['Room.Entered'] }) },
    });
    await post(webhooks, { command: enter, body: { ...body, CallbackCommand: 'Room.Entered' } });
    expect(outcomes).toMatchObject([{ type: 'ignored', command: enter }]);
  });

  it('are refused with paths that leave out what io-ts numbers of its own', async () => {
    const { webhooks, outcomes } = receiver({
      commands: { [enter]: after(MemberEnter) },
      handlers: { [enter]: () => {} } as object,
    });
    await post(webhooks, {
      command: enter,
      body: { ...body, RoomId: 7, MemberList_Account: ['a', {}, 'c', 3], MemberCount: 'x' },
    });
    expect(outcomes[0]?.failure).toMatchObject({
      type: 'bad-payload',
      issues: [
        { path: 'RoomId', expected: 'string' },
        { path: 'MemberList_Account[1]', expected: 'string' },
        { path: 'MemberList_Account[3]', expected: 'string' },
        { path: 'MemberCount', expected: 'number' },
      ],
      message:
        'In the body, RoomId should be string, MemberList_Account[1] should be string, ' +
        'MemberList_Account[3] should be string, and 1 more. onOutcome has the bytes and all issues.',
    });
  });

  it('are refused on one line, whatever keys and messages their codecs report', async () => {
    const codec = t.record(
      t.string,
      new t.Type(
        'a "word" | 词',
        t.string.is,
        (input, context) => (t.string.is(input) ? t.success(input) : t.failure(input, context, `no ${String(input)}`)),
        t.identity,
      ),
    );
    const { webhooks, outcomes } = receiver({
      commands: { [enter]: after(codec) },
      handlers: { [enter]: () => {} } as object,
    });
    const key = 'a\n\u001b]0;\u202eb"';
    const response = await post(webhooks, {
      command: enter,
      body: { CallbackCommand: enter, [key]: ['x\n\u001b[2J词'] },
    });
    const path = 'a\\u{a}\\u{1b}]0;\\u{202e}b\\u{22}';
    const expected = 'no x\\u{a}\\u{1b}[2J词';
    expect(outcomes[0]?.failure).toMatchObject({ issues: [{ path, expected }] });
    const { ErrorInfo } = response.body as { ErrorInfo: string };
    expect(ErrorInfo).toContain(`In the body, ${path} should be ${expected}.`);
  });

  it('are refused with the name of the codec that says no more', async () => {
    const { webhooks, outcomes } = receiver({
      commands: { [enter]: after(t.type({ RoomId: t.keyof({ a: null, b: null }) })) },
      handlers: { [enter]: () => {} } as object,
    });
    await post(webhooks, { command: enter, body: { CallbackCommand: enter, RoomId: 'c' } });
    expect(outcomes[0]?.failure).toMatchObject({ issues: [{ path: 'RoomId', expected: '"a" | "b"' }] });
  });

  it.each<[string, t.Decoder<unknown, unknown>, readonly (readonly [path: string, expected: string])[]]>([
    ['nested fields', t.type({ A: t.type({ B: t.type({ C: t.string }) }) }), [['A.B.C', 'string']]],
    ['items of lists', t.type({ L: t.array(t.type({ B: t.array(t.string) })) }), [['L[0].B[1]', 'string']]],
    [
      'members of a union',
      t.type({ A: t.union([t.number, t.type({ B: t.number })]) }),
      [
        ['A', 'number'],
        ['A.B', 'number'],
      ],
    ],
    ['the body itself', t.string, [['', 'string']]],
    [
      'nothing, where a codec says nothing',
      new t.Type('mute', t.unknown.is, (value) => t.failures([{ value, context: [] }]), t.identity),
      [['', 'something else']],
    ],
  ])('are refused with the paths of %s', async (_what, codec, issues) => {
    const { webhooks, outcomes } = receiver({
      commands: { [enter]: after(codec) },
      handlers: { [enter]: () => {} } as object,
    });
    const sent = { CallbackCommand: enter, A: { B: { C: 7 } }, L: [{ B: ['a', 7] }] };
    await post(webhooks, { command: enter, body: sent });
    const [first] = issues;
    expect(outcomes[0]?.failure).toMatchObject({
      type: 'bad-payload',
      issues: issues.map(([path, expected]) => ({ path, expected })),
      message: expect.stringMatching(
        `^In the body, ${(first?.[0] || 'the whole').replaceAll('[', '\\[')} should be ${first?.[1]}[.,] `,
      ),
    });
  });

  it('are refused with a hundred issues at most, of which the reply lists three and counts the rest', async () => {
    const codec = t.type({ CallbackCommand: t.string, List: t.array(t.string) });
    const issuesOf = async (length: number) => {
      const { webhooks, outcomes } = receiver({
        commands: { [enter]: after(codec) },
        handlers: { [enter]: () => {} } as object,
      });
      const { body: ack } = await post(webhooks, {
        command: enter,
        body: { CallbackCommand: enter, List: Array.from({ length }, (_, at) => at) },
      });
      const failure = outcomes[0]?.failure;
      return { ack, issues: failure?.type === 'bad-payload' ? failure.issues.length : 0 };
    };
    expect(await issuesOf(3)).toMatchObject({
      issues: 3,
      ack: { ErrorInfo: expect.stringContaining('List[2] should be string. ') },
    });
    expect(await issuesOf(4)).toMatchObject({
      issues: 4,
      ack: { ErrorInfo: expect.stringContaining(', and 1 more. ') },
    });
    expect(await issuesOf(99)).toMatchObject({ issues: 99 });
    expect(await issuesOf(101)).toMatchObject({
      issues: 100,
      ack: { ErrorInfo: expect.stringContaining(', and 97 more. ') },
    });
  });

  it('take over all names of a built-in when they say so', async () => {
    const handler = jest.fn();
    const recording = 'Live.CallbackAfterCloudRecordingChanged';
    const webhooks = liveWebhooks({
      sdkAppId,
      token: false,
      commands: { [recording]: after(t.type({ Mine: t.string }), { replacesBuiltIn: true }) },
      handlers: { [recording]: handler },
    });
    const CallbackCommand = 'Follow.CallbackAfterCloudRecordingChanged';
    await post(webhooks, { command: CallbackCommand, body: { CallbackCommand, Mine: 'x' } });
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it('take over all names of a built-in under its shorter one, too', async () => {
    const handler = jest.fn();
    const webhooks = liveWebhooks({
      sdkAppId,
      token: false,
      commands: { 'Live.CallbackMemberStateChanged': after(t.unknown, { replacesBuiltIn: true }) },
      handlers: { 'Live.CallbackMemberStateChanged': handler },
    });
    const command = 'Live.CallbackAfterMemberStateChanged';
    await post(webhooks, { command, body: { CallbackCommand: command } });
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it('may be called like something that every object has', async () => {
    for (const odd of ['constructor', '__proto__']) {
      const { webhooks, outcomes } = receiver({ commands: Object.fromEntries([[odd, after(t.unknown)]]) });
      await post(webhooks, { command: odd, body: { CallbackCommand: odd } });
      expect(outcomes).toMatchObject([{ type: 'ignored' }]);
    }
  });

  it('take over a built-in name when they say so', async () => {
    const seats = 'Mic.CallbackAfterSeatInfoChanged';
    const handler = jest.fn();
    const webhooks = liveWebhooks({
      sdkAppId,
      token: false,
      commands: { [seats]: after(t.type({ Other: t.string }), { replacesBuiltIn: true }) },
      handlers: { [seats]: (event) => handler(event.Other) },
    });
    await post(webhooks, { command: seats, body: { CallbackCommand: seats, Other: 'mine' } });
    expect(handler).toHaveBeenCalledWith('mine');
  });
});
