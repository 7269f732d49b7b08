import * as t from 'io-ts';
import { after, before, liveWebhooks, memoryStore, type LiveWebhooksOptions } from '../lib';
import { resolveOptions } from '../lib/resolve';
import { sdkAppId } from './support/receiver';

const member = 'Live.CallbackAfterMemberStateChanged';
const gift = 'Live.CallbackBeforeSendGift';

/** As plain JavaScript calls it. */
const build = (options?: unknown) => liveWebhooks(options as LiveWebhooksOptions);
const withOption = (option: Record<string, unknown>) => () =>
  build({ sdkAppId, token: false, handlers: {}, ...option });

describe('wrong options throw at construction', () => {
  it.each([[undefined], [null], [7], ['x'], [[]]])('when the options are %j', (options) => {
    expect(() => build(options)).toThrow(TypeError);
    expect(() => build(options)).toThrow(/at least \{ sdkAppId, handlers \}/);
  });

  it.each([
    undefined,
    null,
    '',
    'abc',
    '14e8',
    '-1',
    0,
    -1,
    1.5,
    NaN,
    Infinity,
    2 ** 53,
    {},
    [sdkAppId],
    [String(sdkAppId)],
  ])('when sdkAppId is %p', (wrong) => {
    expect(withOption({ sdkAppId: wrong })).toThrow(/^sdkAppId must be/);
  });

  it.each([undefined, null, 'x', [], () => {}])('when handlers is %p', (handlers) => {
    expect(withOption({ handlers })).toThrow(/^handlers must be/);
  });

  it.each([[], [''], ['ok', ''], 'x'.repeat(129), ['x'.repeat(129)], 7, [7], true, [undefined]])(
    'when token is %p',
    (token) => {
      expect(withOption({ token })).toThrow(/^token must/);
    },
  );

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['', 'an empty string'],
  ])('when token is %p, as from a misspelt variable, and says so', (token, given) => {
    expect(withOption({ token })).toThrow(`token must not be ${given}: the environment variable`);
    expect(withOption({ token })).toThrow(/unset or misspelt\. Set that variable, or set token: false/);
  });

  it('without ever printing a token', () => {
    expect(withOption({ token: ['secret'.repeat(30)] })).toThrow(/one with 180/);
    expect(withOption({ token: ['secret'.repeat(30)] })).not.toThrow(/secret/);
    expect(withOption({ token: 918273645 })).toThrow(/^token must .*, not a number\./);
  });

  it('without printing a token that was given as the SDKAppID', () => {
    expect(withOption({ sdkAppId: 'secret' })).toThrow(/^sdkAppId must be .*, not a string\./);
  });

  it.each(['clockToleranceSeconds', 'bodyLimitBytes', 'deadlineMs'])('when %s is no positive number', (name) => {
    for (const wrong of [0, -1, NaN, Infinity, '5', null]) {
      expect(withOption({ [name]: wrong })).toThrow(new RegExp(`^${name} must be a positive number`));
    }
  });

  it('with the value that is wrong, and the default', () => {
    expect(withOption({ clockToleranceSeconds: 0 })).toThrow(
      new TypeError('clockToleranceSeconds must be a positive number, not 0. The default is 60.'),
    );
  });

  it('when bodyLimitBytes is more than a text can hold', () => {
    expect(withOption({ bodyLimitBytes: 2 ** 29 + 1 })).toThrow(
      /^bodyLimitBytes must be a positive number up to 536870912/,
    );
    expect(withOption({ bodyLimitBytes: 2 ** 29 })).not.toThrow();
  });

  it('when deadlineMs is so long that Tencent has hung up by then', () => {
    expect(withOption({ deadlineMs: 1901 })).toThrow(/at most 1900, not 1901: Tencent hangs up at 2000 ms/);
    expect(withOption({ deadlineMs: 1900 })).not.toThrow();
  });

  it.each(['onOutcome', 'onUnknownCommand', 'now'])('when %s is no function', (name) => {
    for (const wrong of [null, 7, {}])
      expect(withOption({ [name]: wrong })).toThrow(new RegExp(`^${name} must be a function`));
  });

  it('when a handler is for no command, with the nearest one suggested', () => {
    expect(withOption({ handlers: { 'Live.CallbackMemberStateChanged': () => {} } })).toThrow(
      "there is no command 'Live.CallbackMemberStateChanged'. Did you mean 'Live.CallbackAfterMemberStateChanged'?",
    );
    expect(withOption({ handlers: { constructor: () => {} } })).toThrow(/no command 'constructor'/);
  });

  it('when handlers is a Map or an instance with methods, whose handlers would never be called', () => {
    class Handlers {
      'Live.CallbackAfterMemberStateChanged'(): void {}
    }
    const map = new Map([[member, () => {}]]);
    expect(withOption({ handlers: map })).toThrow(
      /^handlers must be an object of functions.*, not an instance of Map\.$/,
    );
    expect(withOption({ handlers: new Handlers() })).toThrow(/^handlers must be .*, not an instance of Handlers\.$/);
  });

  it.each([undefined, null, 'x', {}])('when a handler is %p', (handler) => {
    expect(withOption({ handlers: { [member]: handler } })).toThrow(/^handlers\['Live\.Callback.*must be a function/);
  });

  it.each([
    ['tokens', 'token'],
    ['sdkAppID', 'sdkAppId'],
    ['deadlineMS', 'deadlineMs'],
    ['handler', 'handlers'],
    ['onOutcomes', 'onOutcome'],
  ])('when there is no option %s: did you mean %s?', (wrong, right) => {
    expect(withOption({ [wrong]: 1 })).toThrow(`There is no option '${wrong}'. Did you mean '${right}'?`);
  });

  it('when a fallback is for no before-command, or is neither allow nor deny', () => {
    expect(withOption({ fallback: 'allow' })).toThrow(/^fallback must be/);
    expect(withOption({ fallback: { [member]: 'allow' } })).toThrow(/no before-command 'Live/);
    expect(withOption({ fallback: { [gift]: 'maybe' } })).toThrow(/must be 'allow' or 'deny', not 'maybe'/);
  });

  describe('without printing the secrets of what was given', () => {
    const secret = 's3cr3t';
    const url = `redis://:${secret}@localhost`;
    // As an ioredis client and a BullMQ queue hold their password.
    class Client {
      readonly options = { password: secret };
      readonly url = url;
    }
    const client = new Client();

    it.each<[string, readonly Record<string, unknown>[]]>([
      ['dedupe', [client, url, [client]].map((dedupe) => ({ dedupe }))],
      ['dedupe.store', [client, url, [client], () => secret].map((store) => ({ dedupe: { store } }))],
      ['inbox', [client, url, [client], () => secret].map((inbox) => ({ inbox }))],
      ['token', [client, [client], [secret.repeat(30)], [[secret]], { secret }].map((token) => ({ token }))],
      ['handlers', [[client], url, () => secret].map((handlers) => ({ handlers }))],
      ['a handler', [client, url].map((handler) => ({ handlers: { [member]: handler } }))],
      ['commands', [[client], url, { 'Room.X': client }, { 'Room.X': url }].map((commands) => ({ commands }))],
      ['fallback', [[client], url, { [gift]: client }].map((fallback) => ({ fallback }))],
      ['onOutcome', [client, url, [secret]].map((onOutcome) => ({ onOutcome }))],
    ])('as %s', (_name, wrongs) => {
      for (const wrong of wrongs) {
        expect(withOption(wrong)).toThrow(TypeError);
        expect(withOption(wrong)).not.toThrow(/s3cr3t/);
      }
    });

    it('as the options themselves', () => {
      for (const wrong of [[{ token: secret }], secret, () => secret]) {
        expect(() => build(wrong)).toThrow(TypeError);
        expect(() => build(wrong)).not.toThrow(/s3cr3t/);
      }
    });
  });

  it('when an own command is not made by after() or before()', () => {
    expect(withOption({ commands: [] })).toThrow(/^commands must be/);
    expect(withOption({ commands: { 'Room.X': t.string } })).toThrow(/made by after\(schema\)/);
  });

  it('when a before-command has no codec for its reply', () => {
    const codec = t.type({});
    expect(withOption({ commands: { 'Room.X': before(codec, undefined as never) } })).toThrow(
      /made by after\(schema\)/,
    );
    expect(withOption({ commands: { 'Room.X': { ...after(codec), kind: 'both' } } })).toThrow(
      /made by after\(schema\)/,
    );
  });

  it('when an own command has only some of what after() and before() make', () => {
    const reply = new t.Type('b', t.boolean.is, t.boolean.validate, () => ({ ErrorCode: 0 }));
    const [whenAfter, whenBefore] = [after(t.unknown), before(t.unknown, reply)];
    for (const wrong of [
      { kind: 'after' },
      { kind: 'before' },
      { ...whenAfter, codec: undefined },
      { ...whenAfter, codec: {} },
      { ...whenAfter, identity: 'MsgId' },
      { ...whenAfter, occurredAt: undefined },
      { ...whenBefore, kind: 'both' },
      { ...whenBefore, reply: { is: () => true } },
      { ...whenBefore, reply: { encode: () => ({ ErrorCode: 0 }) } },
    ]) {
      expect(withOption({ commands: { 'Room.X': wrong } })).toThrow(
        /^commands\['Room\.X'\] must be made by after\(schema\) or before\(schema, reply\), not an object\.$/,
      );
    }
    expect(withOption({ commands: { 'Room.X': t.string } })).toThrow(/Wrap it: after\(schema\)\.$/);
    for (const right of [whenAfter, { ...whenAfter, identity: undefined }, whenBefore])
      expect(withOption({ commands: { 'Room.X': right } })).not.toThrow();
  });

  it('when after() or before() was given a detail that it does not have', () => {
    const own = (command: object) => withOption({ commands: { 'Room.X': command } });
    const reply = (isAllowed: boolean) => ({ ErrorCode: isAllowed ? 0 : 1 });
    expect(own(after(t.unknown, { replaceBuiltIn: true } as object))).toThrow(
      "commands['Room.X']: after() has no option 'replaceBuiltIn'. Did you mean 'replacesBuiltIn'?",
    );
    expect(own(before(t.unknown, reply, { falback: 'deny' } as object))).toThrow(
      "commands['Room.X']: before() has no option 'falback'. Did you mean 'fallback'?",
    );
    expect(own(after(t.unknown, { fallback: 'deny' } as object))).toThrow(/after\(\) has no option 'fallback'/);
    expect(own(before(t.unknown, reply, 'deny' as never))).toThrow(/before\(\) has no option '0'/);
    expect(own(after(t.unknown, { aliases: 'Room.Y' } as object))).toThrow(
      "commands['Room.X']: aliases must be an array of names, not a string.",
    );
    const details = { aliases: ['Room.Y'], page: 1, occurredAt: () => 1, identity: () => 1, replacesBuiltIn: false };
    expect(own(after(t.unknown, details))).not.toThrow();
    expect(own(before(t.unknown, reply, { ...details, fallback: 'deny' }))).not.toThrow();
    expect(own(before(t.unknown, reply, { aliases: undefined, fallback: undefined }))).not.toThrow();
  });

  it('when two commands go by the same name', () => {
    const takesGifts = after(t.unknown, { aliases: ['Live.CallbackBeforeSendGift'] });
    expect(withOption({ commands: { 'X.Y': takesGifts } })).toThrow(
      /is a name of both 'Live\.Callback.*Gift' and 'X\.Y'/,
    );
    const same = after(t.unknown, { aliases: ['Z'] });
    expect(withOption({ commands: { 'X.Y': same, 'X.Z': same } })).toThrow(/'Z' is a name of both/);
  });

  it('when an own command takes a built-in name, or the other name of one, without saying so', () => {
    for (const name of [member, 'Live.CallbackMemberStateChanged']) {
      expect(withOption({ commands: { [name]: after(t.unknown) } })).toThrow(/replacesBuiltIn: true/);
      expect(withOption({ commands: { [name]: after(t.unknown, { replacesBuiltIn: true }) } })).not.toThrow();
    }
  });
});

describe('what is left out', () => {
  const defaults = {
    clockToleranceSeconds: 60,
    bodyLimitBytes: 1024 * 1024,
    // Tencent gives up at 2000.
    deadlineMs: 1500,
    dedupe: undefined,
    onUnknownCommand: undefined,
    onOutcome: undefined,
  };

  it('has the value that the reference gives', () => {
    expect(resolveOptions({ sdkAppId, token: false, handlers: {} })).toMatchObject({
      sdkAppId,
      tokens: [],
      ...defaults,
      now: Date.now,
    });
  });

  it('is the same as undefined', () => {
    const undefinedOptions = Object.fromEntries(
      [...Object.keys(defaults), 'now', 'inbox'].map((name) => [name, undefined]),
    );
    expect(resolveOptions({ sdkAppId, token: false, handlers: {}, ...undefinedOptions })).toMatchObject(defaults);
  });

  it('is ten minutes for a handled event', () => {
    const dedupe = { store: memoryStore() };
    expect(resolveOptions({ sdkAppId, token: false, handlers: {}, dedupe })).toMatchObject({
      dedupe: { ttlMs: 600_000 },
    });
  });
});

describe('right options', () => {
  it('are tokens of 1 to 128 characters', () => {
    for (const token of ['x', 'x'.repeat(128), ['x', 'x'.repeat(128)]]) {
      expect(resolveOptions({ sdkAppId, handlers: {}, token })).toMatchObject({ tokens: [token].flat() });
    }
  });

  it('are positive numbers, as small as one likes', () => {
    const small = { clockToleranceSeconds: 0.5, bodyLimitBytes: 1, deadlineMs: 0.1 };
    expect(resolveOptions({ sdkAppId, token: false, handlers: {}, ...small })).toMatchObject(small);
  });

  it('let an event be remembered for 24 days', () => {
    const remember = (ttlMs: number) => withOption({ dedupe: { store: memoryStore(), ttlMs } });
    expect(remember(2 ** 31 - 1)).not.toThrow();
    expect(remember(2 ** 31)).toThrow(
      'dedupe.ttlMs must be a positive number up to 2147483647, not 2147483648. The default is 600000.',
    );
  });

  it('are a number or a string of digits, and undefined for what is left out', () => {
    expect(withOption({ sdkAppId: '1400000001' })).not.toThrow();
    expect(withOption({ deadlineMs: undefined, onOutcome: undefined, fallback: undefined })).not.toThrow();
  });

  it('are handlers in an object of any make that has them itself', () => {
    const handlers = Object.assign(Object.create(null) as object, { [member]: () => {} });
    expect(withOption({ handlers })().commands).toEqual([member]);
    class Handlers {
      'Live.CallbackAfterMemberStateChanged' = (): void => {};
    }
    expect(withOption({ handlers: new Handlers() })().commands).toEqual([member]);
    expect(withOption({ handlers: Object.create(null) as object })().commands).toEqual([]);
  });

  it('are a fallback for one command, and own commands that are called like what every object has', () => {
    const reply = new t.Type<boolean, { ErrorCode: number }>('b', t.boolean.is, t.boolean.validate, () => ({
      ErrorCode: 0,
    }));
    expect(withOption({ commands: { constructor: before(t.unknown, reply) } })).not.toThrow();
    expect(
      withOption({ commands: { constructor: before(t.unknown, reply) }, fallback: { constructor: 'no' } }),
    ).toThrow(/^fallback\['constructor'\] must be 'allow' or 'deny', not 'no'/);
  });

  it('may be read from getters', () => {
    const options = Object.defineProperty({ sdkAppId, token: false }, 'handlers', {
      enumerable: true,
      get: () => ({ [member]: () => {} }),
    });
    expect(build(options).commands).toEqual([member]);
  });

  it('give the list of commands to configure at Tencent, sorted, each once', () => {
    const handlers = { 'Mic.CallbackAfterSeatInfoChanged': () => {}, [member]: () => {} };
    expect(withOption({ handlers })().commands).toEqual([member, 'Mic.CallbackAfterSeatInfoChanged']);
  });
});
