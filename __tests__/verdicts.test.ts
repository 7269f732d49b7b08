import { setTimeout as sleep } from 'node:timers/promises';
import * as t from 'io-ts';
import {
  allow,
  before,
  deny,
  drop,
  liveWebhooks,
  type Fallback,
  type Handlers,
  type LiveWebhooksOptions,
} from '../lib';
import { sampleBody } from '../lib/testing';
import { plainAck, post, receiver, sdkAppId } from './support/receiver';

const gift = 'Live.CallbackBeforeSendGift';
const message = 'Group.CallbackBeforeSendMsg';

const denied = (text: string) => ({ ActionStatus: 'FAIL', ErrorInfo: expect.stringContaining(text), ErrorCode: 1 });
const element = { MsgType: 'TIMCustomElem', MsgContent: { Desc: 'CustomElement.MemberLevel', Data: 'LV1' } };

/** Verdicts as plain JavaScript may give them: the types forbid the wrong ones. */
const judging = (command: string, handler: () => unknown) => ({ [command]: handler }) as unknown as Handlers;

describe('what a verdict tells Tencent', () => {
  it.each([
    [gift, 'allow()', allow(), plainAck],
    [gift, 'deny()', deny(), '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}'],
    [gift, 'deny(1)', deny(1, 'no'), '{"ActionStatus":"OK","ErrorInfo":"no","ErrorCode":1}'],
    [gift, 'deny(102100)', deny(102100, 'low'), '{"ActionStatus":"OK","ErrorInfo":"low","ErrorCode":102100}'],
    [gift, 'deny(102200)', deny(102200, '超限'), '{"ActionStatus":"OK","ErrorInfo":"超限","ErrorCode":102200}'],
    [message, 'allow()', allow(), plainAck],
    [message, 'allow({})', allow({}), plainAck],
    [
      message,
      'allow({ MsgBody, CloudCustomData })',
      allow({ MsgBody: [element], CloudCustomData: 'mine' }),
      `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"MsgBody":[${JSON.stringify(element)}],"CloudCustomData":"mine"}`,
    ],
    [
      message,
      "allow({ CloudCustomData: '' })",
      allow({ CloudCustomData: '' }),
      '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"CloudCustomData":""}',
    ],
    [message, 'deny()', deny(), '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}'],
    [message, 'deny(10100)', deny(10100, 'rude'), '{"ActionStatus":"OK","ErrorInfo":"rude","ErrorCode":10100}'],
    [message, 'deny(10200)', deny(10200), '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":10200}'],
    [message, 'drop()', drop(), '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":2}'],
  ])('%s answers %s', async (command, _says, verdict, ack) => {
    for (const handler of [() => verdict, () => Promise.resolve(verdict)]) {
      const { webhooks, outcomes } = receiver({ handlers: judging(command, handler) });
      const response = await post(webhooks, { command });
      expect(response.text).toBe(ack);
      expect(response.headers['content-length']).toBe(String(Buffer.byteLength(ack)));
      expect(outcomes).toMatchObject([{ type: 'handled', command, ack: JSON.parse(ack) }]);
    }
  });

  it.each([
    [gift, 'nothing', undefined],
    [gift, 'null', null],
    [gift, 'true', true],
    [gift, 'a word', 'allow'],
    [gift, 'drop()', drop()],
    [gift, 'a replacement', allow({ MsgBody: [element] })],
    [gift, 'code 0', deny(0)],
    [gift, 'code 2', deny(2)],
    [gift, 'a code just below the range', deny(102099)],
    [gift, 'a code just above the range', deny(102201)],
    [gift, 'a code of the messages', deny(10150)],
    [gift, 'a broken code', deny(102100.5)],
    [gift, 'an info that is no text', { verdict: 'deny', code: 1, info: 7 }],
    [message, 'a code of the gifts', deny(102150)],
    [message, 'a code just below the range', deny(10099)],
    [message, 'a code just above the range', deny(10201)],
    [message, 'a body that is no list', { verdict: 'allow', replacement: { MsgBody: 'text' } }],
    [message, 'an element without a type', { verdict: 'allow', replacement: { MsgBody: [{ MsgContent: {} }] } }],
    [message, 'a content that JSON cannot hold', allow({ MsgBody: [{ MsgType: 'x', MsgContent: { n: 1n } }] })],
  ])('%s cannot answer with %s', async (command, _says, verdict) => {
    const fallback: LiveWebhooksOptions['fallback'] = { [command]: 'deny' };
    const { webhooks, outcomes } = receiver({
      fallback,
      handlers: judging(command, () => verdict),
    });
    const { body } = await post(webhooks, { command });
    expect(body).toEqual(denied("The handler's verdict is not allow(), "));
    expect(outcomes).toMatchObject([{ type: 'failed', failure: { type: 'bad-verdict', code: 500 }, fallback: 'deny' }]);
  });
});

const fallbacks: [string, Fallback | undefined, Fallback][] = [
  // What Tencent does by itself without a reply: pages 72210 and 1047/34354.
  [gift, undefined, 'deny'],
  [message, undefined, 'allow'],
  [gift, 'allow', 'allow'],
  [message, 'deny', 'deny'],
];

describe.each(fallbacks)('%s with the fallback %s', (command, chosen, effective) => {
  const deliver = async (options: Partial<LiveWebhooksOptions>, details: { body?: unknown; token?: string } = {}) => {
    const { webhooks, outcomes } = receiver({ ...(chosen && { fallback: { [command]: chosen } }), ...options });
    const { text } = await post(webhooks, { command, ...details });
    return { text, outcome: outcomes[0] };
  };
  const expectFallback = ({ text, outcome }: Awaited<ReturnType<typeof deliver>>, type: string) => {
    expect(outcome).toMatchObject({ command, failure: { type }, fallback: effective });
    if (effective === 'allow') expect(text).toBe(plainAck);
    else expect(JSON.parse(text)).toEqual(denied(''));
  };
  const handlers = judging(command, allow);

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
      'handler-failed',
    ],
    ['rejects', () => Promise.reject(new Error('no')), 'handler-failed'],
    ['is late', () => sleep(60), 'handler-late'],
    ['gives no verdict', () => {}, 'bad-verdict'],
  ])('falls back when the handler %s', async (_what, handler, type) => {
    // Short only where it shall pass: a busy machine takes longer than this for a handler that is on time.
    const deadlineMs = type === 'handler-late' ? 30 : 1500;
    expectFallback(await deliver({ deadlineMs, handlers: judging(command, handler) }), type);
  });

  it.each([
    ['does not decode', { CallbackCommand: command }, 'bad-payload'],
    ['has no command', '{}', 'bad-payload'],
    ['is not JSON', '{', 'bad-json'],
    ['is too large', ' '.repeat(2000), 'body-too-large'],
  ])('falls back when the body %s', async (_what, body, type) => {
    expectFallback(await deliver({ bodyLimitBytes: 1000, handlers }, { body }), type);
  });

  it('allows nothing that is not authentic', async () => {
    for (const [options, details, code] of [
      [{ sdkAppId: 7 }, {}, 403],
      [{ token: 't' }, {}, 401],
      [{ token: 't' }, { token: 'other' }, 401],
    ] as const) {
      const { text, outcome } = await deliver({ handlers, ...options }, details);
      expect(JSON.parse(text)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: code });
      expect(outcome).not.toHaveProperty('fallback');
      expect(outcome).not.toHaveProperty('command');
    }
  });

  it('is allowed where there is no handler', async () => {
    expect((await deliver({})).text).toBe(plainAck);
  });
});

describe('the body’s command', () => {
  it('decides about the fallback where the URL names another', async () => {
    const { webhooks, outcomes } = receiver({ handlers: judging(message, allow) });
    // An earlier copy of the gift's page has another command in the URL.
    const { text } = await post(webhooks, { command: gift, body: { CallbackCommand: message } });
    expect(text).toBe(plainAck);
    expect(outcomes).toMatchObject([{ command: message, failure: { type: 'bad-payload' }, fallback: 'allow' }]);
  });
});

describe('commands of one’s own that wait for a verdict', () => {
  const name = 'C2C.CallbackBeforeSendMsg';
  const codec = t.type({ CallbackCommand: t.string, From_Account: t.string });
  const reply = new t.Type<boolean, { ErrorCode: number; Extra: string }>(
    'true or false',
    t.boolean.is,
    t.boolean.validate,
    (may) => ({ ErrorCode: may ? 0 : 1, Extra: 'e' }),
  );
  const body = { CallbackCommand: name, From_Account: 'jared' };

  it('answer with what the reply codec makes of the verdict', async () => {
    const { webhooks } = receiver({ commands: { [name]: before(codec, reply) }, handlers: judging(name, () => false) });
    expect((await post(webhooks, { command: name, body })).text).toBe(
      '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1,"Extra":"e"}',
    );
  });

  it('cannot change the status, nor what was looked at when it is written', async () => {
    let reads = 0;
    const tricky = new t.Type<boolean, { ErrorCode: number }>('x', t.boolean.is, t.boolean.validate, () => ({
      get ErrorCode() {
        if (++reads > 1) throw new Error('once only');
        return 0;
      },
      ActionStatus: 42,
    }));
    const { webhooks } = receiver({ commands: { [name]: before(codec, tricky) }, handlers: judging(name, () => true) });
    expect((await post(webhooks, { command: name, body })).text).toBe(plainAck);
  });

  it('fall back to allow, as Chat does, unless they say otherwise', async () => {
    for (const [details, option, ack] of [
      [{}, {}, plainAck],
      [{ fallback: 'deny' }, {}, /"ErrorCode":1}$/],
      [{ fallback: 'deny' }, { fallback: { [name]: 'allow' } }, plainAck],
    ] as const) {
      const webhooks = liveWebhooks({
        sdkAppId,
        token: false,
        commands: { [name]: before(codec, reply, details) },
        handlers: judging(name, () => 'maybe'),
        ...option,
      });
      expect((await post(webhooks, { command: name, body })).text).toMatch(ack);
    }
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['gives a code that is no integer', () => ({ ErrorCode: 0.5 })],
    ['gives a code that is a text', () => ({ ErrorCode: '0' })],
    ['gives no code', () => ({ ErrorInfo: 'x' })],
    ['gives an info that is no text', () => ({ ErrorCode: 0, ErrorInfo: 7 })],
    ['gives an info of null', () => ({ ErrorCode: 0, ErrorInfo: null })],
    ['gives nothing', () => undefined],
    ['gives what JSON cannot hold', () => ({ ErrorCode: 0, Extra: 1n })],
    ['gives what writes itself as nothing', () => ({ ErrorCode: 0, toJSON: () => undefined })],
    ['gives what writes itself as a word', () => ({ ErrorCode: 0, toJSON: () => 'OK' })],
  ])('fail as a bad verdict when the reply codec %s', async (_what, encode) => {
    const wrong = new t.Type('wrong', t.boolean.is, t.boolean.validate, encode as () => { ErrorCode: number });
    const { webhooks, outcomes } = receiver({
      commands: { [name]: before(codec, wrong) },
      handlers: judging(name, () => true),
    });
    await post(webhooks, { command: name, body });
    expect(outcomes).toMatchObject([{ type: 'failed', failure: { type: 'bad-verdict' } }]);
  });

  it.each([
    ['in time', 0, 1900, ['internal-error']],
    ['late', 40, 20, ['handler-late', 'internal-error']],
  ])('end no process when even the name of their reply codec throws, %s', async (_when, ms, deadlineMs, expected) => {
    const hostile = {
      is: t.boolean.is,
      encode: () => ({ ErrorCode: 0 }),
      get name(): string {
        throw new Error('no name');
      },
    };
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { webhooks, outcomes } = receiver({
      deadlineMs,
      commands: { [name]: before(codec, hostile) },
      handlers: judging(name, () => sleep(ms, 'no verdict')),
    });
    expect((await post(webhooks, { command: name, body })).status).toBe(200);
    await webhooks.drain();
    expect(outcomes.map(({ failure }) => failure?.type)).toEqual(expected);
    expect(warning).not.toHaveBeenCalled();
    warning.mockRestore();
  });

  it('fall back when their codec throws', async () => {
    const throwing = {
      name: 'x',
      validate: t.unknown.validate,
      decode: () => {
        throw new Error('no');
      },
    };
    const { webhooks, outcomes } = receiver({
      commands: { [name]: before(throwing, reply, { fallback: 'deny' }) },
      handlers: judging(name, () => true),
    });
    expect((await post(webhooks, { command: name, body })).body).toEqual(denied('could not be processed'));
    expect(outcomes).toMatchObject([{ failure: { type: 'internal-error' }, fallback: 'deny' }]);
  });
});

describe('a gift of Tencent’s page', () => {
  it('is judged by what it costs', async () => {
    const { webhooks } = receiver({
      handlers: { [gift]: ({ GiftWater }) => (GiftWater.Coins > 5000 ? deny(102101, 'over the limit') : allow()) },
    });
    const { GiftWater } = sampleBody(gift);
    const dear = sampleBody(gift, { GiftWater: { ...GiftWater, Coins: 5001 } });
    expect((await post(webhooks, { command: gift })).text).toBe(plainAck);
    expect((await post(webhooks, { command: gift, body: dear })).body).toMatchObject({ ErrorCode: 102101 });
  });
});
