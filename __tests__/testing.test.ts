import { createHash } from 'node:crypto';
import request from 'supertest';
import { allow } from '../lib';
import { sampleBody, signedRequest, tamperings, type SignedRequestOptions, type Tampering } from '../lib/testing';
import { listening, path, plainAck, receiver, sdkAppId } from './support/receiver';

const token = 'the token of the tests';
const command = 'Live.CallbackBeforeSendGift';
const everyTampering = Object.keys(tamperings) as Tampering[];

/** An object that holds itself. */
const circular: Record<string, unknown> = {};
circular['self'] = circular;

describe('a request made for a test', () => {
  it('can be sent with fetch', () => {
    const { webhooks, outcomes } = receiver({ token, handlers: { [command]: () => allow() } });
    return listening(webhooks, async (port) => {
      const { url, ...sent } = signedRequest({ sdkAppId, command, token, url: `http://127.0.0.1:${port}/hook` });
      const reply = await fetch(url, sent);
      expect(await reply.text()).toBe(plainAck);
      expect(outcomes).toMatchObject([{ type: 'handled', command }]);
    });
  });

  it('can be sent with supertest', async () => {
    const { webhooks } = receiver({ token, handlers: { [command]: () => allow() } });
    const { url, headers, body } = signedRequest({ sdkAppId, command, token, url: path });
    const reply = await request(webhooks).post(url).set(headers).send(body);
    expect(reply.text).toBe(plainAck);
  });

  it('has what an inject function takes: method, url, headers and body', () => {
    const now = Date.parse('2022-12-01T05:21:52.999Z');
    // Tencent's own example of a signature, page 64412.
    const sent = signedRequest({ sdkAppId, command, token: 'xxxxyyyy', now, url: '/hook' });
    expect(sent).toMatchObject({ method: 'POST', headers: { 'Content-Type': 'application/json' } });
    expect(sent.url).toBe(
      `/hook?SdkAppid=${sdkAppId}&CallbackCommand=${command}&contenttype=json&ClientIP=127.0.0.1&OptPlatform=RESTAPI` +
        '&Sign=17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061&RequestTime=1669872112',
    );
    expect(sent.url).toBe(`/hook${sent.query}`);
  });

  it('keeps the query string that the URL has already', () => {
    const { url } = signedRequest({ sdkAppId, command, url: '/hook?tenant=7' });
    expect(url).toMatch(/^\/hook\?tenant=7&SdkAppid=1400000001&/);
    expect(signedRequest({ sdkAppId, command, url: '/hook?tenant=7#top' }).url).toBe(url);
  });

  it('takes its command from the body', () => {
    const { query, body } = signedRequest({ sdkAppId, body: sampleBody(command) });
    expect(query).toContain(`CallbackCommand=${command}&`);
    expect(JSON.parse(body)).toMatchObject({ CallbackCommand: command });
    expect(signedRequest({ sdkAppId, body: '{"CallbackCommand":"Room.Own"}' }).query).toContain('=Room.Own&');
  });

  it('is unsigned without a token, and with false in its place', () => {
    const unsigned = signedRequest({ sdkAppId, command });
    expect(unsigned.url).not.toMatch(/Sign|RequestTime/);
    expect(signedRequest({ sdkAppId, command, token: false })).toEqual(unsigned);
  });

  it.each([
    [
      'no options',
      undefined,
      "signedRequest takes an object such as { sdkAppId: 1400000001, command: 'Live.CallbackBeforeSendGift' }, not undefined.",
    ],
    ['a misspelt option', { sdkAppID: 1 }, "signedRequest has no option 'sdkAppID'. Did you mean 'sdkAppId'?"],
    [
      'no sdkAppId',
      { command, sdkAppId: undefined },
      'signedRequest: sdkAppId must be your SDKAppID, as a number or a string of digits. It is undefined.',
    ],
    [
      'an sdkAppId that is none',
      { command, sdkAppId: 'x' },
      'signedRequest: sdkAppId must be your SDKAppID, as a number or a string of digits. It is a string.',
    ],
    ['a negative sdkAppId', { command, sdkAppId: -1 }, 'signedRequest: sdkAppId must be your SDKAppID, as a number'],
    ['half an sdkAppId', { command, sdkAppId: 1.5 }, 'signedRequest: sdkAppId must be your SDKAppID, as a number'],
    [
      'neither a command nor a body',
      {},
      "signedRequest needs a command, such as 'Live.CallbackBeforeSendGift', or a body.",
    ],
    [
      'a number as its command',
      { command: 7 },
      "signedRequest: command must be the name of a command, such as 'Live.CallbackBeforeSendGift'. It is 7.",
    ],
    [
      'a misspelt command',
      { command: 'Live.CallbackBeforeSendGif' },
      "signedRequest needs a body for a command of your own. There is no sample of 'Live.CallbackBeforeSendGif'. Did you mean 'Live.CallbackBeforeSendGift'?",
    ],
    [
      'a command that every object has',
      { command: 'toString' },
      "signedRequest needs a body for a command of your own. There is no sample of 'toString'. Did you mean ",
    ],
    ['an empty body', { body: '' }, 'signedRequest: the body is not a JSON object, so it needs a command too.'],
    [
      'a body that is no JSON',
      { body: '{' },
      'signedRequest: the body is not a JSON object, so it needs a command too.',
    ],
    ['null as its body', { body: null }, 'signedRequest: the body is not a JSON object, so it needs a command too.'],
    [
      'a body without a command',
      { body: {} },
      'signedRequest: the body has no CallbackCommand, so it needs a command too.',
    ],
    [
      'a body of bytes',
      { command, body: Buffer.from('{}') },
      'signedRequest: body must be text, or a value that JSON can express. It is an instance of Buffer.',
    ],
    [
      'a function as its body',
      { command, body: () => {} },
      'signedRequest: body must be text, or a value that JSON can express. It is a function.',
    ],
    [
      'a body that holds itself',
      { command, body: circular },
      'signedRequest: JSON cannot express the body: Converting circular structure',
    ],
    [
      'a body with a bigint',
      { command, body: { n: 1n } },
      'signedRequest: JSON cannot express the body: Do not know how to serialize a BigInt',
    ],
    [
      'an empty token',
      { command, token: '' },
      'signedRequest: token must be your webhook token; leave it out, or give false, for an unsigned request. It is an empty string.',
    ],
    ['several tokens', { command, token: ['a secret'] }, 'It is an array.'],
    [
      'a date as its time',
      { command, now: new Date(0) },
      'signedRequest: now must be Unix milliseconds, such as Date.now(). It is an instance of Date.',
    ],
    ['no number as its time', { command, now: NaN }, 'It is NaN.'],
    [
      'a URL that is no text',
      { command, url: new URL('http://localhost') },
      "signedRequest: url must be a URL or a path as text, such as '/tencent-callback'. It is an instance of URL.",
    ],
    [
      'a late signature without a token',
      { command, tamper: 'stale' },
      'signedRequest: tamper can only be stale or future for a signed request: give a token.',
    ],
    [
      'a misspelt tampering',
      { command, tamper: 'stail' },
      "signedRequest: there is no tampering 'stail'. Did you mean 'stale'?",
    ],
    ['true as its tampering', { command, tamper: true }, 'signedRequest: tamper must be one of wrong-method, '],
  ])('is refused %s', (_what, options, message) => {
    const given = options && { sdkAppId, ...options };
    const attempt = () => signedRequest(given as unknown as SignedRequestOptions);
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(message);
  });
});

it('keeps the cause of an error about a body that JSON cannot express', () => {
  const attempt = () => signedRequest({ sdkAppId, command, body: circular });
  expect(attempt).toThrow(expect.objectContaining({ cause: expect.any(TypeError) }));
});

describe('the body of a sample', () => {
  it.each([
    [
      'a misspelt command',
      ['Live.CallbackBeforeSendGif'],
      "sampleBody has no sample of 'Live.CallbackBeforeSendGif'. Did you mean 'Live.CallbackBeforeSendGift'?",
    ],
    ['a name that every object has', ['toString'], "sampleBody has no sample of 'toString'. Did you mean "],
    ['no command', [], 'sampleBody: command must be the name of a command. It is undefined.'],
    ['a number as its command', [7], 'sampleBody: command must be the name of a command. It is 7.'],
    [
      'null as its overrides',
      [command, null],
      "sampleBody: overrides must be an object of fields, such as { RoomId: 'my-room' }. It is null.",
    ],
    [
      'text as its overrides',
      [command, 'RoomId'],
      "sampleBody: overrides must be an object of fields, such as { RoomId: 'my-room' }. It is a string.",
    ],
  ])('is refused for %s', (_what, args, message) => {
    const attempt = () => (sampleBody as (...given: readonly unknown[]) => unknown)(...args);
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(message);
  });
});

describe('a request that was tampered with', () => {
  it.each(everyTampering.map((tamper) => [tamper, tamperings[tamper]] as const))(
    '%s leads to the failure %s',
    (tamper, failure) => {
      const handler = jest.fn();
      const { webhooks, outcomes } = receiver({ token, handlers: { [command]: handler } });
      return listening(webhooks, async (port) => {
        const { url, ...sent } = signedRequest({
          sdkAppId,
          command,
          token,
          tamper,
          url: `http://127.0.0.1:${port}/hook`,
        });
        const reply = await fetch(url, sent);
        expect(await reply.json()).toMatchObject({ ActionStatus: 'FAIL' });
        expect(outcomes).toMatchObject([{ type: 'refused', failure: { type: failure } }]);
        expect(handler).not.toHaveBeenCalled();
      });
    },
  );

  it('is an hour late, or early', () => {
    const now = Date.parse('2022-12-01T05:21:52Z');
    const timeOf = (tamper?: Tampering) =>
      /RequestTime=(\d+)/.exec(signedRequest({ sdkAppId, command, token, now, tamper }).url)![1];
    expect([timeOf('stale'), timeOf(), timeOf('future')]).toEqual(['1669868512', '1669872112', '1669875712']);
  });

  it('with a bad signature has one that looks like one', () => {
    const { url } = signedRequest({ sdkAppId, command, token, now: 1_669_872_112_000, tamper: 'bad-signature' });
    const [, signature] = /Sign=(\w+)/.exec(url)!;
    expect(signature).toMatch(/^[0-9a-f]{64}$/);
    expect(signature).not.toBe(createHash('sha256').update(`${token}1669872112`).digest('hex'));
  });
});
