import { createHash } from 'node:crypto';
import request from 'supertest';
import { allow } from '../lib';
import { sampleBody, signedRequest, spoils, type Spoil } from '../lib/testing';
import { listening, path, plainAck, receiver, sdkAppId } from './support/receiver';

const token = 'the token of the tests';
const command = 'Live.CallbackBeforeSendGift';
const everySpoil = Object.keys(spoils) as Spoil[];

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
  });

  it('takes its command from the body', () => {
    const { query, body } = signedRequest({ sdkAppId, body: sampleBody(command) });
    expect(query).toContain(`CallbackCommand=${command}&`);
    expect(JSON.parse(body)).toMatchObject({ CallbackCommand: command });
    expect(signedRequest({ sdkAppId, body: '{"CallbackCommand":"Room.Own"}' }).query).toContain('=Room.Own&');
  });

  it.each([
    ['neither a command nor a body', {}, 'Give signedRequest a command, or a body.'],
    [
      'a command without a sample',
      { command: 'Room.Own' },
      'There is no sample of Room.Own: give signedRequest a body.',
    ],
    ['a body without a command', { body: {} }, 'The body has no CallbackCommand: give signedRequest a command too.'],
    [
      'a late signature without a token',
      { command, spoil: 'stale' as const },
      'Without a token nothing is signed, early or late: give one.',
    ],
    ['a misspelt spoil', { command, spoil: 'stail' as Spoil }, "There is no spoil 'stail'. Did you mean 'stale'?"],
  ])('is refused %s', (_what, options, message) => {
    expect(() => signedRequest({ sdkAppId, ...options })).toThrow(new TypeError(message));
  });
});

describe('a spoilt request', () => {
  it.each(everySpoil.map((spoil) => [spoil, spoils[spoil]] as const))(
    '%s leads to the failure %s',
    (spoil, failure) => {
      const handler = jest.fn();
      const { webhooks, outcomes } = receiver({ token, handlers: { [command]: handler } });
      return listening(webhooks, async (port) => {
        const { url, ...sent } = signedRequest({
          sdkAppId,
          command,
          token,
          spoil,
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
    const timeOf = (spoil?: Spoil) =>
      /RequestTime=(\d+)/.exec(signedRequest({ sdkAppId, command, token, now, spoil }).url)![1];
    expect([timeOf('stale'), timeOf(), timeOf('future')]).toEqual(['1669868512', '1669872112', '1669875712']);
  });

  it('with a bad signature has one that looks like one', () => {
    const { url } = signedRequest({ sdkAppId, command, token, now: 1_669_872_112_000, spoil: 'bad-signature' });
    const [, signature] = /Sign=(\w+)/.exec(url)!;
    expect(signature).toMatch(/^[0-9a-f]{64}$/);
    expect(signature).not.toBe(createHash('sha256').update(`${token}1669872112`).digest('hex'));
  });
});
