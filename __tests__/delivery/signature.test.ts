import { fc, test } from '@fast-check/jest';
import request from 'supertest';
import { signedRequest } from '../../lib/testing';
import { sign, createSignatureVerifier } from '../../lib/delivery/signature';
import { path, plainAck, post, receiver, sdkAppId } from '../support/receiver';

const member = 'Live.CallbackAfterMemberStateChanged';
const token = fc.string({ minLength: 1, maxLength: 128 });
const time = fc.nat().map(String);

describe('the signature', () => {
  it('is Tencent’s published vector', () => {
    // Page 64412.
    expect(sign('xxxxyyyy', '1669872112')).toBe('17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061');
  });

  test.prop([token, time])('verifies what was signed', (secret, at) => {
    expect(createSignatureVerifier([secret])(at, sign(secret, at))).toBe(true);
  });

  test.prop([token, token, time])('does not verify under another token', (secret, other, at) => {
    fc.pre(`${secret}${at}` !== `${other}${at}`);
    expect(createSignatureVerifier([other])(at, sign(secret, at))).toBe(false);
  });

  test.prop([token, time, fc.string()])('does not verify anything else', (secret, at, guess) => {
    fc.pre(guess !== sign(secret, at));
    expect(createSignatureVerifier([secret])(at, guess)).toBe(false);
  });
});

describe('a signed request', () => {
  const at = 1669872112;
  const deliver = async (tokens: string | string[], signedWith: string, serverAhead = 0) => {
    const { webhooks, outcomes } = receiver({
      token: tokens,
      now: () => (at + serverAhead) * 1000,
      handlers: { [member]: () => {} },
    });
    await post(webhooks, { command: member, token: signedWith, now: at * 1000 });
    return outcomes[0];
  };

  it('is accepted under either token while they rotate', async () => {
    expect((await deliver(['old', 'new'], 'old'))?.type).toBe('handled');
    expect((await deliver(['old', 'new'], 'new'))?.type).toBe('handled');
    expect((await deliver(['old', 'new'], 'older'))?.failure?.type).toBe('bad-signature');
  });

  it.each([-60, -59.5, 0, 60])('is accepted when the clocks are %d s apart', async (seconds) => {
    expect((await deliver('t', 't', seconds))?.type).toBe('handled');
  });

  it.each([
    [60.001, '60 s behind'],
    [75, '75 s behind'],
    [-75, '75 s ahead of'],
    [3600, '3600 s behind'],
  ])('is stale when the server’s clock is %d s ahead, and says by how much', async (ahead, text) => {
    const outcome = await deliver('t', 't', ahead);
    expect(outcome?.failure).toMatchObject({ type: 'stale', skewSeconds: expect.closeTo(-ahead, 2) });
    expect(outcome?.failure?.message).toContain(`RequestTime is ${text} this server's clock`);
  });

  it.each(['soon', 'NaN', '1669872112s', ''])(
    'has a bad signature when RequestTime is %j, well signed or not',
    async (when) => {
      const { webhooks, outcomes } = receiver({ token: 't', handlers: { [member]: () => {} } });
      const { query, headers, body } = signedRequest({ sdkAppId, command: member });
      const asked = request(webhooks).post(`${path}${query}&RequestTime=${when}&Sign=${sign('t', when)}`);
      await asked.set(headers).send(body);
      expect(outcomes).toMatchObject([{ failure: { type: when === '' ? 'unsigned' : 'bad-signature' } }]);
    },
  );

  it('is accepted unsigned where no token is set', async () => {
    const { webhooks } = receiver({ handlers: { [member]: () => {} } });
    expect((await post(webhooks, { command: member })).text).toBe(plainAck);
  });
});

describe('whatever arrives', () => {
  const { webhooks } = receiver({ handlers: { [member]: () => {} } });
  const { query } = signedRequest({ sdkAppId, command: member });
  const isAck = (body: unknown) =>
    expect(body).toEqual({
      ActionStatus: expect.stringMatching(/^(OK|FAIL)$/),
      ErrorInfo: expect.any(String),
      ErrorCode: expect.any(Number),
    });

  test.prop(
    [
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      ),
    ],
    { numRuns: 200 },
  )('as a body is acknowledged', async (bytes) => {
    const asked = request(webhooks)
      .post(path + query)
      .type('application/json');
    const { status, body } = await asked.serialize((text) => text as string).send(bytes);
    expect(status).toBe(200);
    isAck(body);
  });

  // What Node's parser lets through of a URL: every printable ASCII character.
  const urlText = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCodePoint(code)) });
  test.prop([fc.oneof(urlText, fc.webQueryParameters())], { numRuns: 200 })(
    'as a query is acknowledged',
    async (text) => {
      const { status, body } = await new Promise<{ status: number; body: unknown }>((resolve, reject) => {
        // The url is set behind the client, which would tidy it up.
        const app: Parameters<typeof request>[0] = (
          req: Parameters<typeof webhooks>[0],
          res: Parameters<typeof webhooks>[1],
        ) => webhooks(Object.assign(req, { url: `${path}?${text}` }), res);
        request(app)
          .post(path)
          .send('{}')
          .end((error, response) => (error ? reject(error) : resolve(response)));
      });
      expect(status).toBe(200);
      isAck(body);
    },
  );
});
