import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import * as t from 'io-ts';
import { after, type CommandDetails, type Delivery, type Handlers, type Outcome } from '../lib';
import { sampleBody } from '../lib/testing';
import { until } from './support/raw-client';
import { plainAck, post, receiver, sdkAppId } from './support/receiver';

const member = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';

const event = sampleBody(member);

describe('what a handler gets', () => {
  it('gets the seats of Tencent’s page with the account digit for digit', async () => {
    const handler = jest.fn();
    await post(receiver({ handlers: { [seats]: handler } }).webhooks, { command: seats });

    // Page 64425: the sample's Member_Account is the bare integer 144115233775727695.
    expect(handler.mock.calls[0]?.[0]).toEqual({
      CallbackCommand: seats,
      RoomId: 'rid-123',
      SeatList: [
        {
          Index: 1,
          Member_Account: '144115233775727695',
          IsTakenDisabled: false,
          IsVideoDisabled: false,
          IsAudioDisabled: false,
        },
      ],
      EventTime: 1670574414123,
    });
  });

  it.each([
    ['144115216631667826', '144115216631667826'],
    ['"144115216631667826"', '144115216631667826'],
    ['42', '42'],
    ['"user2"', 'user2'],
    ['""', ''],
  ])('gets the account %s as the string %j', async (wire, account) => {
    const handler = jest.fn();
    const body = JSON.stringify(sampleBody(seats)).replace('"144115233775727695"', wire);
    await post(receiver({ handlers: { [seats]: handler } }).webhooks, { command: seats, body });
    expect(handler.mock.calls[0]?.[0]).toMatchObject({ SeatList: [{ Member_Account: account }] });
  });

  it('gets an empty seat without an account', async () => {
    const handler = jest.fn();
    const seat = { Index: 2, IsTakenDisabled: true, IsVideoDisabled: false, IsAudioDisabled: false };
    await post(receiver({ handlers: { [seats]: handler } }).webhooks, {
      command: seats,
      body: sampleBody(seats, { SeatList: [seat] }),
    });
    expect(handler.mock.calls[0]?.[0]).toMatchObject({ SeatList: [seat] });
  });

  it.each([1703589922780, '1703589922780'])('gets EventTime %j as a number', async (EventTime) => {
    const handler = jest.fn();
    const body = { ...sampleBody(member), EventTime };
    await post(receiver({ handlers: { [member]: handler } }).webhooks, { command: member, body });
    expect(handler.mock.calls[0]?.[0]).toMatchObject({ EventTime: 1703589922780 });
  });

  it('gets causes and fields that Tencent has not thought of yet', async () => {
    const handler = jest.fn();
    const body = { ...sampleBody(member), EventCause: 'Kicked', MemberCount: 3, New: { At: [9] } };
    const { text } = await post(receiver({ handlers: { [member]: handler } }).webhooks, { command: member, body });
    expect(text).toBe(plainAck);
    expect(handler.mock.calls[0]?.[0]).toEqual(body);
  });

  it('gets the delivery: names, times, addresses, and the bytes', async () => {
    let delivery: Delivery | undefined;
    const now = () => 1703589923000;
    const handlers: Handlers = { [member]: (_event, got) => void (delivery = got) };
    const { webhooks } = receiver({ now, handlers });
    const body = JSON.stringify(sampleBody(member));
    // The URL of page 64424 names the command differently from its body.
    await post(webhooks, { command: 'Live.CallbackMemberStateChanged', body });

    expect(delivery).toMatchObject({
      command: member,
      urlCommand: 'Live.CallbackMemberStateChanged',
      occurredAt: new Date('2023-12-26T11:25:22.780Z'),
      receivedAt: new Date(1703589923000),
      sdkAppId,
      clientIp: '127.0.0.1',
      platform: 'RESTAPI',
      rawBody: Buffer.from(body),
    });
    expect(delivery?.signal.aborted).toBe(false);
  });

  it('gets the parameters of the URL, those of its own too, without what signs the request', async () => {
    let delivery: Delivery | undefined;
    const token = 'xxxxyyyy';
    const handlers: Handlers = { [member]: (_event, got) => void (delivery = got) };
    const { webhooks } = receiver({ token, handlers });
    await post(
      (request, response) => {
        const signed = request.url?.replace('Sign=', 'SIGN=').replace('RequestTime=', 'requesttime=');
        webhooks(Object.assign(request, { url: `${signed}&room=a%20b&room=c&RequestId=7` }), response);
      },
      { command: member, token },
    );
    expect([...(delivery?.query ?? [])]).toEqual([
      ['SdkAppid', String(sdkAppId)],
      ['CallbackCommand', member],
      ['contenttype', 'json'],
      ['ClientIP', '127.0.0.1'],
      ['OptPlatform', 'RESTAPI'],
      ['room', 'a b'],
      ['room', 'c'],
      ['RequestId', '7'],
    ]);
    expect(delivery?.requestId).toBe('7');
    expect(delivery?.attempt).toBe(1);
  });

  it('gets the event under its documented name when the body uses the shorter one', async () => {
    const { webhooks, outcomes } = receiver({ handlers: { [member]: () => {} } });
    const body = sampleBody(member, { CallbackCommand: 'Live.CallbackMemberStateChanged' });
    await post(webhooks, { command: member, body });
    expect(outcomes).toMatchObject([{ type: 'handled', command: member }]);
  });

  it.each([
    ['ios', 'iOS'],
    ['IOS', 'iOS'],
    ['macOS', 'Mac'],
    ['restapi', 'RESTAPI'],
    ['HarmonyOS', 'HarmonyOS'],
  ])('gets the platform %s as %s', async (sent, platform) => {
    let delivery: Delivery | undefined;
    const handlers: Handlers = { [member]: (_event, got) => void (delivery = got) };
    const { webhooks } = receiver({ handlers });
    await post(
      (request, response) => {
        const url = request.url?.replace('OptPlatform=RESTAPI', `OptPlatform=${sent}`);
        webhooks(Object.assign(request, { url: url?.replace('ClientIP=127.0.0.1&', '') }), response);
      },
      { command: member },
    );
    expect(delivery?.platform).toBe(platform);
    expect(delivery?.clientIp).toBeUndefined();
  });
});

describe('the event’s id', () => {
  const idOf = async (body: unknown, command: string = member, appId = sdkAppId) => {
    let eventId: string | undefined;
    const keep = (_event: unknown, delivery: Delivery) => void (eventId = delivery.eventId);
    const { webhooks } = receiver({
      sdkAppId: appId,
      handlers: { [member]: keep, [seats]: keep },
      onUnknownCommand: keep,
    });
    await post(webhooks, { sdkAppId: appId, command, body });
    return eventId;
  };

  it('is a digest of the application, the command and the bytes of the body', async () => {
    const text = JSON.stringify(event, null, 4);
    const digest = createHash('sha256').update(`${sdkAppId} ${member} ${text}`).digest('base64url');
    expect(await idOf(text)).toBe(digest);
    expect(await idOf(event)).not.toBe(digest);
  });

  it('is that of the body under the documented name of its command', async () => {
    const other = 'Live.CallbackMemberStateChanged';
    const id = await idOf(event);
    expect(id).toBeDefined();
    expect(await idOf({ ...event, CallbackCommand: other }, other)).toBe(id);
  });

  /** The id of an event of a command with these details. */
  const ownIdOf = async (details: CommandDetails<unknown>, body: string) => {
    const { webhooks, outcomes } = receiver({
      commands: { 'Room.X': after(t.unknown, details) },
      handlers: { 'Room.X': () => {} } as Handlers,
    });
    await post(webhooks, { command: 'Room.X', body });
    expect(outcomes).toMatchObject([{ type: 'handled' }]);
    return outcomes[0]?.delivery?.eventId;
  };
  const digestOf = (text: string) => createHash('sha256').update(`${sdkAppId} Room.X ${text}`).digest('base64url');

  it.each(['null', '7', '"text"', '[]', '{"CallbackCommand":7}'])('may be that of the body %s', async (body) => {
    expect(await ownIdOf({ occurredAt: () => 1 }, body)).toBe(digestOf(body));
    expect(await ownIdOf({}, body)).toBeUndefined();
  });

  it('is that of what the command says, where that has a text in JSON', async () => {
    expect(await ownIdOf({ identity: () => ['a', 1] }, '{}')).toBe(digestOf('["a",1]'));
    for (const none of [undefined, () => 'a']) expect(await ownIdOf({ identity: () => none }, '{}')).toBeUndefined();
  });

  it('is another for another member in the same millisecond, another command, another application', async () => {
    const other = { ...event, MemberList: [{ Member_Account: 'jared' }] };
    const ids = [
      await idOf(event),
      await idOf(other),
      await idOf({ ...event, CallbackCommand: 'Room.X' }),
      await idOf(event, member, 7),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(ids).not.toContain(undefined);
  });

  it('is another for each stage of one battle', async () => {
    const ids = new Set<string | undefined>();
    const keep = (_event: unknown, delivery: Delivery) => void ids.add(delivery.eventId);
    const stages = [
      'Live.CallbackAfterCreateBattle',
      'Live.CallbackAfterStartBattle',
      'Live.CallbackAfterEndBattle',
    ] as const;
    for (const stage of stages) {
      const body = { ...sampleBody(stage), BattleId: 'one battle' };
      await post(receiver({ handlers: { [stage]: keep } }).webhooks, { command: stage, body });
    }
    expect(ids.size).toBe(3);
  });

  it('is missing where the body does not say when it happened', async () => {
    expect(await idOf({ CallbackCommand: 'Room.X' })).toBeUndefined();
    expect(await idOf({ CallbackCommand: 'Room.X', EventTime: 'yesterday' })).toBeUndefined();
  });

  it('stays the same when a handler changes the event that it was computed from', async () => {
    const ids: (string | undefined)[] = [];
    const handlers: Handlers = {
      [member]: (changed, delivery) => {
        ids.push(delivery.eventId);
        Object.assign(changed, { RoomId: 'another' });
      },
    };
    const { webhooks, outcomes } = receiver({ handlers });
    await post(webhooks, { command: member });
    ids.push(outcomes[0]?.delivery?.eventId);
    expect(ids).toEqual([expect.any(String), ids[0]]);
  });
});

describe('what a delivery cannot tell', () => {
  it('is when it happened, where the time is none', async () => {
    let delivery: Delivery | undefined;
    const handlers: Handlers = { [member]: (_event, got) => void (delivery = got) };
    const { webhooks } = receiver({ handlers });
    const body = { ...event, EventTime: Number.MAX_SAFE_INTEGER };
    expect((await post(webhooks, { command: member, body })).text).toBe(plainAck);
    expect(delivery?.occurredAt).toBeUndefined();
  });

  it('is what identifies an event that is nested deeper than JSON can be written, which newer Node.js can', async () => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    let eventId: string | undefined = 'none yet';
    const handlers: Handlers = { [member]: (_event, delivery) => void (eventId = delivery.eventId) };
    const body = JSON.stringify(event).replace('{', `{"Deep":${'['.repeat(50_000)}${']'.repeat(50_000)},`);
    const { webhooks } = receiver({ handlers });
    expect((await post(webhooks, { command: member, body })).text).toBe(plainAck);
    expect(['undefined', '43 characters']).toContain(
      eventId === undefined ? 'undefined' : `${eventId.length} characters`,
    );
    warning.mockRestore();
  });
});

describe('whatever a handler does', () => {
  it('is waited for before the reply', async () => {
    const { webhooks, outcomes } = receiver({ handlers: { [member]: () => sleep(30) } });
    await post(webhooks, { command: member });
    expect(outcomes[0]?.durationMs).toBeGreaterThanOrEqual(25);
    expect(outcomes[0]?.durationMs).toBeLessThan(1500);
  });

  it.each([
    ['a value of its own', () => 7],
    [
      'an object that pretends to be a promise and fails',
      () => ({
        then: () => {
          throw new Error('no');
        },
      }),
    ],
    ['an object whose then never calls back', () => ({ then: () => {} })],
  ])('returns %s: the reply comes', async (_what, handler) => {
    // What plain JavaScript might do; the types forbid it.
    const handlers = { [member]: handler } as unknown as Handlers;
    const { webhooks } = receiver({ deadlineMs: 50, handlers });
    expect((await post(webhooks, { command: member })).status).toBe(200);
  });

  it('blocks the process past the deadline: it counts as late, as Tencent sees it', async () => {
    const block = () => {
      for (const end = Date.now() + 100; Date.now() < end;);
    };
    const signals: AbortSignal[] = [];
    const { webhooks, outcomes } = receiver({
      deadlineMs: 20,
      handlers: {
        [member]: (_event, { signal }) => {
          signals.push(signal);
          block();
        },
      },
    });
    expect((await post(webhooks, { command: member })).body).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 504 });
    await webhooks.drain();
    expect(outcomes).toMatchObject([{ type: 'failed', failure: { type: 'handler-late' } }, { type: 'late' }]);
    expect(outcomes[1]?.failure).toBeUndefined();
    expect(signals[0]?.aborted).toBe(true);
  });

  it('blocks the process after it has waited: it counts as late, too, and its verdict comes too late', async () => {
    const block = async () => {
      await Promise.resolve();
      for (const end = Date.now() + 100; Date.now() < end;);
    };
    const { webhooks, outcomes } = receiver({ deadlineMs: 20, handlers: { [member]: block } });
    expect((await post(webhooks, { command: member })).body).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 504 });
    await webhooks.drain();
    expect(outcomes.map(({ type }) => type)).toEqual(['failed', 'late']);
  });

  it('is told by the signal when it is late, and is reported a second time when it has finished', async () => {
    const work = new EventEmitter();
    const aborted: unknown[] = [];
    const { webhooks, outcomes } = receiver({
      deadlineMs: 30,
      handlers: {
        [member]: async (_event, { signal }) => {
          signal.addEventListener('abort', () => aborted.push(signal.reason));
          await once(work, 'finish');
        },
      },
    });
    const { body } = await post(webhooks, { command: member });
    expect(body).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 504 });
    expect(aborted).toMatchObject([{ name: 'TimeoutError' }]);
    expect(outcomes).toMatchObject([{ type: 'failed', failure: { type: 'handler-late' } }]);

    work.emit('finish');
    await webhooks.drain();
    expect(outcomes).toMatchObject([{ type: 'failed' }, { type: 'late', command: member, ack: body }]);
    expect(outcomes[1]?.failure).toBeUndefined();
    expect(outcomes[1]?.durationMs).toBeGreaterThan(outcomes[0]?.durationMs ?? Infinity);
  });

  it('is reported with its failure when it fails late', async () => {
    const { webhooks, outcomes } = receiver({
      deadlineMs: 20,
      handlers: {
        [member]: async () => {
          await sleep(40);
          throw new Error('too late, and wrong');
        },
      },
    });
    await post(webhooks, { command: member });
    await webhooks.drain();
    expect(outcomes[1]).toMatchObject({
      type: 'late',
      failure: { type: 'handler-failed', cause: { message: 'too late, and wrong' } },
    });
  });

  it('asks for the signal only after the deadline: it is aborted already', async () => {
    let aborted: boolean | undefined;
    const { webhooks } = receiver({
      deadlineMs: 20,
      handlers: {
        [member]: async (_event, delivery) => {
          await sleep(40);
          aborted = delivery.signal.aborted;
        },
      },
    });
    await post(webhooks, { command: member });
    await webhooks.drain();
    expect(aborted).toBe(true);
  });

  it('keeps its signal after a reply in time', async () => {
    let signal: AbortSignal | undefined;
    const { webhooks } = receiver({
      deadlineMs: 30,
      handlers: { [member]: (_event, delivery) => void (signal = delivery.signal) },
    });
    await post(webhooks, { command: member });
    await sleep(60);
    expect(signal?.aborted).toBe(false);
  });
});

describe('the outcome', () => {
  it('has the event as its handler got it, where there was one', async () => {
    const { webhooks, outcomes } = receiver({ handlers: { [member]: () => {} } });
    await post(webhooks, { command: member, body: event });
    expect(outcomes).toMatchObject([{ type: 'handled', event }]);
    expect(outcomes[0]).not.toHaveProperty('storeError');

    const late = receiver({ deadlineMs: 20, handlers: { [member]: () => sleep(40) } });
    await post(late.webhooks, { command: member, body: event });
    await late.webhooks.drain();
    expect(late.outcomes).toMatchObject([
      { type: 'failed', event },
      { type: 'late', event },
    ]);
  });

  it('has no event of an unknown command, which nothing has decoded', async () => {
    const { webhooks, outcomes } = receiver({ onUnknownCommand: () => {} });
    await post(webhooks, { command: 'Room.X', body: { CallbackCommand: 'Room.X' } });
    expect(outcomes).toMatchObject([{ type: 'unknown', command: undefined }]);
    expect(outcomes[0]).not.toHaveProperty('event');
  });

  it('has no event where no handler decoded one', async () => {
    const { webhooks, outcomes } = receiver();
    await post(webhooks, { command: member });
    expect(outcomes).toMatchObject([{ type: 'ignored', command: member }]);
    expect(outcomes[0]).not.toHaveProperty('event');
  });
});

describe('commands without a handler', () => {
  it('are acknowledged and reported as ignored, undecoded', async () => {
    const { webhooks, outcomes } = receiver();
    const { text } = await post(webhooks, {
      command: member,
      body: { CallbackCommand: member, EventType: 'Sleeping' },
    });
    expect(text).toBe(plainAck);
    expect(outcomes).toMatchObject([{ type: 'ignored', command: member }]);
  });

  it.each(['C2C.CallbackAfterSendMsg', 'Live.CallbackBeforeCallBackNotBlock', 'constructor', '__proto__', ''])(
    'are acknowledged and reported as unknown: %j',
    async (command) => {
      const { webhooks, outcomes } = receiver();
      const { text } = await post(webhooks, { command: 'any', body: `{"CallbackCommand":${JSON.stringify(command)}}` });
      expect(text).toBe(plainAck);
      expect(outcomes).toMatchObject([{ type: 'unknown', command: undefined, delivery: { command } }]);
    },
  );

  it('go to onUnknownCommand, under the same deadline', async () => {
    const onUnknownCommand = jest.fn();
    const { webhooks, outcomes } = receiver({ onUnknownCommand });
    const body = { CallbackCommand: 'C2C.CallbackAfterSendMsg', EventTime: 1703589922780 };
    await post(webhooks, { command: 'any', body });
    expect(onUnknownCommand).toHaveBeenCalledWith(body, expect.objectContaining({ command: body.CallbackCommand }));
    expect(outcomes).toMatchObject([{ type: 'unknown', delivery: { occurredAt: new Date(1703589922780) } }]);
  });

  it('do not stop a message when onUnknownCommand fails', async () => {
    const { webhooks, outcomes } = receiver({ onUnknownCommand: () => Promise.reject(new Error('no')) });
    const { text } = await post(webhooks, { command: 'any', body: { CallbackCommand: 'C2C.CallbackBeforeSendMsg' } });
    expect(text).toBe(plainAck);
    expect(outcomes).toMatchObject([{ type: 'failed', failure: { type: 'handler-failed' }, fallback: 'allow' }]);
  });
});

describe('the outcome hook', () => {
  it('is called after the reply', async () => {
    let response: ServerResponse | undefined;
    const seen: boolean[] = [];
    const { webhooks } = receiver({ onOutcome: () => seen.push(response?.writableEnded ?? false) });
    await post(
      (req, res) => {
        response = res;
        webhooks(req, res);
      },
      { command: member },
    );
    expect(seen).toEqual([true]);
  });

  it.each<[string, (outcome: Outcome) => unknown]>([
    [
      'throws',
      () => {
        throw new Error('hook');
      },
    ],
    [
      'throws null',
      () => {
        throw null;
      },
    ],
    ['rejects', () => Promise.reject(new Error('hook'))],
  ])('changes nothing when it %s, and warns once', async (_what, onOutcome) => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { webhooks } = receiver({ onOutcome });
    const texts = [await post(webhooks, { command: member }), await post(webhooks, { command: member })].map(
      ({ text }) => text,
    );
    await webhooks.drain();
    expect(texts).toEqual([plainAck, plainAck]);
    expect(warning).toHaveBeenCalledTimes(1);
    expect(warning.mock.calls[0]).toEqual([
      expect.stringContaining('onOutcome'),
      expect.objectContaining({ code: 'TENCENT_LIVE_WEBHOOKS_ON_OUTCOME' }),
    ]);
    warning.mockRestore();
  });

  it('cannot change what is answered to others', async () => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { webhooks } = receiver({
      onOutcome: ({ ack, failure }) =>
        Object.assign(failure ?? ack, { code: 0, ErrorCode: 7, ActionStatus: 'changed' }),
    });
    for (let times = 0; times < 2; times++) {
      expect((await post(webhooks, { command: member })).text).toBe(plainAck);
      expect((await post(webhooks, { command: member, sdkAppId: 7 })).body).toMatchObject({ ErrorCode: 403 });
    }
    warning.mockRestore();
  });

  it('may throw what cannot even be printed, of a late handler too', async () => {
    const unprintable = {
      [inspect.custom]: () => {
        throw new Error('no text');
      },
    };
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { webhooks, outcomes } = receiver({
      deadlineMs: 20,
      handlers: { [member]: () => sleep(40) },
      onOutcome: () => {
        throw unprintable;
      },
    });
    await post(webhooks, { command: member });
    await webhooks.drain();
    expect(outcomes).toHaveLength(2);
    expect(warning.mock.calls).toEqual([
      [
        'onOutcome failed; the deliveries themselves are not affected',
        { code: 'TENCENT_LIVE_WEBHOOKS_ON_OUTCOME', detail: 'The cause cannot be printed.' },
      ],
    ]);
    warning.mockRestore();
  });

  it('changes nothing when it never settles', async () => {
    const { webhooks } = receiver({ onOutcome: () => new Promise(() => {}) });
    expect((await post(webhooks, { command: member })).text).toBe(plainAck);
  });

  it('never shows a token or a signature', async () => {
    const { webhooks, outcomes } = receiver({ token: 'xxxxyyyy', handlers: { [member]: () => {} } });
    const now = Date.now();
    await post(webhooks, { command: member, token: 'xxxxyyyy', now });
    await post(webhooks, { command: member, token: 'wrong-token', now });
    expect(outcomes.map(({ type }) => type)).toEqual(['handled', 'refused']);
    expect(JSON.stringify(outcomes)).not.toMatch(/xxxxyyyy|wrong-token|[0-9a-f]{64}/);
  });
});

describe('drain', () => {
  it('waits for a late handler and for the hook', async () => {
    let done = 0;
    const { webhooks } = receiver({
      deadlineMs: 20,
      handlers: {
        [member]: async () => {
          await sleep(60);
          done++;
        },
      },
      onOutcome: async () => {
        await sleep(20);
        done++;
      },
    });
    await post(webhooks, { command: member });
    expect(done).toBe(0);
    await webhooks.drain();
    expect(done).toBe(3);
  });

  it('resolves at once when nothing is under way', async () => {
    await receiver().webhooks.drain();
  });

  /** Handlers that wait until they are let go, by the room of their event. */
  const gated = () => {
    const waiting = new Map<string, () => void>();
    const { webhooks } = receiver({
      handlers: { [member]: ({ RoomId }) => new Promise<void>((resolve) => waiting.set(RoomId, resolve)) },
    });
    const send = async (RoomId: string): Promise<string> => {
      // Superagent sends nothing until it is asked for the reply.
      const reply = post(webhooks, { command: member, body: { ...event, RoomId } }).then(({ text }) => text);
      await until(() => waiting.has(RoomId));
      return reply;
    };
    const letGo = (RoomId: string): void => waiting.get(RoomId)?.();
    return { webhooks, waiting, send, letGo };
  };

  const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
    let settled = false;
    void promise.then(() => (settled = true));
    await sleep(20);
    return settled;
  };

  it('waits for all deliveries, not for the first that ends', async () => {
    const { webhooks, waiting, send, letGo } = gated();
    const replies = [send('first'), send('second')];
    await until(() => waiting.size === 2);
    const drained = webhooks.drain();
    letGo('first');
    expect(await replies[0]).toBe(plainAck);
    expect(await isSettled(drained)).toBe(false);
    letGo('second');
    await drained;
    expect(await replies[1]).toBe(plainAck);
  });

  it('waits for deliveries that arrive while it waits', async () => {
    const { webhooks, waiting, send, letGo } = gated();
    const first = send('first');
    await until(() => waiting.has('first'));
    const drained = webhooks.drain();
    const second = send('second');
    await until(() => waiting.has('second'));
    letGo('first');
    expect(await first).toBe(plainAck);
    expect(await isSettled(drained)).toBe(false);
    letGo('second');
    await drained;
    expect(await second).toBe(plainAck);
  });
});
