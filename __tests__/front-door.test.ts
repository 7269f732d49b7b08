import request from 'supertest';
import type { FailureType, LiveWebhooksOptions } from '../lib';
import { failures } from '../lib/delivery/failure';
import { signedRequest } from '../lib/testing';
import { mounts, path, plainAck, post, receiver, sdkAppId } from './support/receiver';

const member = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';
const gift = 'Live.CallbackBeforeSendGift';

// Tencent's published vector, page 64412.
const token = 'xxxxyyyy';
const requestTime = '1669872112';
const vectorSign = '17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061';
const atVector =
  (offsetSeconds = 0) =>
  () =>
    (Number(requestTime) + offsetSeconds) * 1000;

const query = (parameters = '') => `?SdkAppid=${sdkAppId}&CallbackCommand=${member}${parameters}`;
const signed = query(`&Sign=${vectorSign}&RequestTime=${requestTime}`);
const memberBody = signedRequest({ sdkAppId, command: member }).body;

interface Row {
  readonly says: string;
  readonly options?: Partial<LiveWebhooksOptions>;
  readonly method?: 'get' | 'put' | 'patch' | 'delete' | 'options' | 'post';
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** Every failure that a whole request can show, with its code in design.md and what it tells. */
const refusals: [FailureType, number, RegExp, Row[]][] = [
  [
    'wrong-method',
    405,
    /POST/,
    (['get', 'put', 'patch', 'delete', 'options'] as const).map((method) => ({ says: method, method })),
  ],
  [
    'bad-url',
    400,
    /query string/,
    [
      { says: 'no query string', url: '' },
      { says: 'an empty query string', url: '?' },
      { says: 'no SdkAppid', url: `?CallbackCommand=${member}` },
      { says: 'an empty SdkAppid', url: `?SdkAppid=&CallbackCommand=${member}` },
      { says: 'SdkAppid twice', url: query(`&SdkAppid=${sdkAppId}`) },
      { says: 'SdkAppid twice, in two spellings', url: query(`&sdkappid=${sdkAppId}`) },
      { says: 'SdkAppid twice, once with an encoded key', url: query(`&%53dkAppid=${sdkAppId}`) },
      { says: 'no command', url: `?SdkAppid=${sdkAppId}` },
      { says: 'the command twice', url: query(`&CallbackCommand=${member}`) },
      { says: 'the command under both its names', url: query(`&WebhookCommand=${member}`) },
      { says: 'Sign twice', url: query('&Sign=a&Sign=b&RequestTime=1') },
      { says: 'Sign twice, far apart', url: query(`&Sign=a&RequestTime=1${'&x'.repeat(1200)}&Sign=b`) },
      { says: 'RequestTime twice', url: query('&Sign=a&RequestTime=1&requesttime=1') },
      { says: 'keys that do not decode', url: '?%E0%A4%A=1&%=2&=3&&&' },
    ],
  ],
  [
    'wrong-app',
    403,
    /SdkAppid/,
    [
      { says: 'another application', url: `?SdkAppid=1400000002&CallbackCommand=${member}` },
      { says: 'a prefix of the number', url: `?SdkAppid=140000000&CallbackCommand=${member}` },
      { says: 'the number with a leading zero', url: `?SdkAppid=0${sdkAppId}&CallbackCommand=${member}` },
      { says: 'no number', url: `?SdkAppid=$SDKAppID&CallbackCommand=${member}` },
    ],
  ],
  [
    'unsigned',
    401,
    /token/,
    [
      { says: 'neither Sign nor RequestTime', options: { token }, url: query() },
      { says: 'no Sign', options: { token }, url: query(`&RequestTime=${requestTime}`) },
      { says: 'no RequestTime', options: { token }, url: query(`&Sign=${vectorSign}`) },
      { says: 'an empty Sign', options: { token }, url: query(`&Sign=&RequestTime=${requestTime}`) },
    ],
  ],
  [
    'bad-signature',
    401,
    /Sign/,
    [
      { says: 'the digest of another token', options: { token: 'xxxyyy', now: atVector() }, url: signed },
      {
        says: 'a cut digest',
        options: { token, now: atVector() },
        url: signed.replace(vectorSign, vectorSign.slice(1)),
      },
      {
        says: 'a digest with more behind it',
        options: { token, now: atVector() },
        url: signed.replace(vectorSign, `${vectorSign}0`),
      },
      {
        says: 'a digest in capitals',
        options: { token, now: atVector() },
        url: signed.replace(vectorSign, vectorSign.toUpperCase()),
      },
      {
        says: 'another RequestTime',
        options: { token, now: atVector() },
        url: signed.replace(requestTime, '1669872113'),
      },
      {
        says: 'the time printed differently',
        options: { token, now: atVector() },
        url: signed.replace(requestTime, '1669872112.0'),
      },
    ],
  ],
  [
    'stale',
    401,
    /61 s (behind|ahead of) this server's clock/,
    [
      { says: 'a request from 61 s ago', options: { token, now: atVector(61) }, url: signed },
      { says: 'a request from 61 s ahead', options: { token, now: atVector(-61) }, url: signed },
    ],
  ],
  ['body-too-large', 413, /100 bytes/, [{ says: 'a long body', options: { bodyLimitBytes: 100 } }]],
  [
    'unsupported-encoding',
    415,
    /Content-Encoding/,
    ['gzip', 'br', 'deflate'].map((encoding) => ({ says: encoding, headers: { 'Content-Encoding': encoding } })),
  ],
  [
    'bad-json',
    400,
    /not (JSON|UTF-8)/,
    [
      { says: 'no body', body: '' },
      { says: 'a cut body', body: memberBody.slice(0, -1) },
      { says: 'two documents', body: `${memberBody}{}` },
      { says: 'a form', body: 'CallbackCommand=Live.CallbackAfterMemberStateChanged' },
      { says: 'the comments of Tencent’s samples', body: '{"CallbackCommand":"x"} // Online' },
      { says: 'a key that is a large number', body: '{9007199254740993:1}' },
      { says: 'invalid UTF-8', body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) },
      { says: 'UTF-16', body: Buffer.from(memberBody, 'utf16le') },
    ],
  ],
  [
    'bad-payload',
    422,
    /In the body, .* should be /,
    [
      ...['null', '1', '"text"', '[]', 'true'].map((body) => ({ says: `the JSON value ${body}`, body })),
      { says: 'no CallbackCommand', body: '{}' },
      { says: 'a CallbackCommand that is no string', body: '{"CallbackCommand":7}' },
      { says: 'an unknown EventType', body: memberBody.replace('"Online"', '"Sleeping"') },
      { says: 'a member without account', body: memberBody.replace('"Member_Account": "tommy"', '"Account": "tommy"') },
      {
        says: 'a seat without number',
        body: signedRequest({ sdkAppId, command: seats }).body.replace('"Index"', '"Idx"'),
      },
    ],
  ],
  [
    'handler-failed',
    500,
    /handler failed/,
    [
      { says: 'an Error', thrown: () => new Error('secret detail') },
      { says: 'null', thrown: () => null },
      { says: 'undefined', thrown: () => undefined },
      {
        says: 'an object that hates to be printed',
        thrown: () => ({
          toString: () => {
            throw new Error('no');
          },
        }),
      },
    ].flatMap(({ says, thrown }) => [
      {
        says: `a handler that throws ${says}`,
        options: {
          handlers: {
            [member]: () => {
              throw thrown();
            },
          },
        },
      },
      {
        says: `a handler that rejects with ${says}`,
        options: { handlers: { [member]: () => Promise.reject(thrown()) } },
      },
    ]),
  ],
  [
    'handler-late',
    504,
    /did not finish in time/,
    [
      {
        says: 'a handler that takes longer than the deadline',
        options: { deadlineMs: 40, handlers: { [member]: () => new Promise((resolve) => setTimeout(resolve, 80)) } },
      },
    ],
  ],
  [
    'internal-error',
    500,
    /could not be processed/,
    [
      {
        says: 'a clock that throws',
        options: {
          now: () => {
            throw new Error('secret detail');
          },
        },
      },
      { says: 'a clock that gives no number', options: { now: () => Number.NaN } },
      { says: 'a clock that gives nothing', options: { now: (() => {}) as () => number } },
    ],
  ],
];

/** Failures of a body that was received whole, which the outcome then has: nothing may be lost. */
const receivedWhole: FailureType[] = ['bad-json', 'bad-payload', 'handler-failed', 'handler-late'];

/** Failures that a whole request cannot show, and where they are shown. */
const shownElsewhere: FailureType[] = [
  'body-late', // raw-socket.test.ts
  'client-gone', // raw-socket.test.ts
  'body-unavailable', // body-states.test.ts
  'precision-lost', // body-states.test.ts
  'bad-verdict', // verdicts.test.ts
  'in-progress', // dedupe.test.ts
  'inbox-unavailable', // inbox.test.ts
];

describe('the table of refusals', () => {
  it('shows every failure there is', () => {
    const shown = [...refusals.map(([type]) => type), ...shownElsewhere];
    expect(shown.toSorted()).toEqual(Object.keys(failures).toSorted());
  });
});

describe.each(mounts)('mounted in %s', (_name, mount) => {
  const ask = (
    app: ReturnType<typeof mount>,
    { method = 'post', url = query(), headers = {}, body = memberBody }: Row,
  ) => {
    const asked = request(app)[method](`${path}${url}`).set('Content-Type', 'application/json').set(headers);
    // Otherwise superagent would write a Buffer out as JSON.
    return asked.serialize((bytes) => bytes as string).send(body);
  };

  it('acknowledges an event byte for byte as Tencent documents', async () => {
    const handler = jest.fn();
    const { webhooks, outcomes } = receiver({ handlers: { [member]: handler } });
    const response = await post(mount(webhooks), { command: member });

    expect(response.text).toBe(plainAck);
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': '50',
    });
    expect(handler).toHaveBeenCalledTimes(1);
    expect(outcomes).toMatchObject([{ type: 'handled', command: member, ack: { ErrorCode: 0 } }]);
  });

  it('counts bytes, not characters, in Content-Length', async () => {
    const { webhooks } = receiver({
      handlers: { [gift]: () => ({ verdict: 'deny', code: 102101, info: '礼物超限' }) },
    });
    const response = await post(mount(webhooks), { command: gift });

    expect(response.text).toBe('{"ActionStatus":"OK","ErrorInfo":"礼物超限","ErrorCode":102101}');
    // 57 characters, of which the four Chinese ones take three bytes each.
    expect(response.headers['content-length']).toBe(
      String('{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":102101}'.length + 4 * 3),
    );
  });

  describe.each(refusals)('%s', (type, code, text, rows) => {
    it.each(rows)('answers $says with its code, and status 200', async (row) => {
      const { webhooks, outcomes } = receiver({ handlers: { [member]: () => {}, [seats]: () => {} }, ...row.options });
      const response = await ask(mount(webhooks), row);

      expect(response.status).toBe(200);
      expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(Object.keys(response.body)).toEqual(['ActionStatus', 'ErrorInfo', 'ErrorCode']);
      expect(response.body).toEqual({ ActionStatus: 'FAIL', ErrorInfo: expect.stringMatching(text), ErrorCode: code });
      expect(response.text).not.toMatch(/secret|tommy|Sleeping/);
      expect(outcomes[0]).toMatchObject({ failure: { type, code }, ack: response.body });
      const received = receivedWhole.includes(type) ? Buffer.from(row.body ?? memberBody) : undefined;
      expect(outcomes[0]?.rawBody).toEqual(received);
    });
  });

  it('answers HEAD with status 200 and no body', async () => {
    const { webhooks, outcomes } = receiver();
    const response = await request(mount(webhooks)).head(`${path}${query()}`);

    expect(response.status).toBe(200);
    expect(outcomes).toMatchObject([{ failure: { type: 'wrong-method' } }]);
  });

  it('takes the first address and platform where a proxy has repeated them', async () => {
    const { webhooks, outcomes } = receiver();
    await ask(mount(webhooks), {
      says: '',
      url: query('&ClientIP=1.1.1.1&OptPlatform=ios&clientip=2.2.2.2&OptPlatform=web'),
    });
    expect(outcomes).toMatchObject([{ delivery: { clientIp: '1.1.1.1', platform: 'iOS' } }]);
  });

  it.each(['identity', 'Identity', ''])('takes a body whose Content-Encoding is %j', async (encoding) => {
    const { webhooks } = receiver({ handlers: { [member]: () => {} } });
    const headers = { 'Content-Encoding': encoding };
    expect((await ask(mount(webhooks), { says: '', headers })).text).toBe(plainAck);
  });

  it('judges the age of a signature at the time at which the delivery says that it arrived', async () => {
    const arrival = atVector()();
    const now = jest
      .fn()
      .mockReturnValueOnce(arrival)
      .mockReturnValue(arrival + 3_600_000);
    const { webhooks, outcomes } = receiver({ token, now, handlers: { [member]: () => {} } });

    expect((await ask(mount(webhooks), { says: '', url: signed })).text).toBe(plainAck);
    expect(outcomes).toMatchObject([{ type: 'handled', delivery: { receivedAt: new Date(arrival) } }]);
  });

  it('reads the query whatever the case of its keys and the order of its parameters', async () => {
    const { webhooks, outcomes } = receiver({ token, now: atVector(), handlers: { [member]: () => {} } });
    const url = `?requesttime=${requestTime}&SIGN=${vectorSign}&webhookcommand=${member}&more=1&SDKAPPID=${sdkAppId}`;

    expect((await ask(mount(webhooks), { says: '', url })).text).toBe(plainAck);
    expect(outcomes).toMatchObject([{ type: 'handled' }]);
  });
});
