import { createHash, createHmac } from 'node:crypto';
import request from 'supertest';
import { signedRequest, tamperings, type Tampering } from '../../lib/testing';
import { cli } from '../support/cli';
import { receiver, sdkAppId } from '../support/receiver';

// Tencent's own example, page 64412.
const token = 'xxxxyyyy';
const requestTime = '1669872112';
const signature = '17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061';

const callback = (Sign: string, RequestTime = requestTime): string => {
  const query = new URLSearchParams({ SdkAppid: '1400000001', CallbackCommand: 'x', Sign, RequestTime });
  return `https://your.host/hook?${query.toString()}`;
};
const verify = (url: string, ...args: readonly string[]) => cli(['verify', url, '--at', requestTime, ...args]);
const shaOf = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('verify', () => {
  it("accepts Tencent's own example", async () => {
    const { code, out } = await verify(callback(signature), '--token', token, '--sdk-app-id', '1400000001');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'ok  SdkAppid is yours: 1400000001.',
      'ok  RequestTime is 2022-12-01T05:21:52.000Z, 0 s after 2022-12-01T05:21:52.000Z. 60 s are allowed.',
      'ok  Sign fits the token.',
      'It would be accepted.',
    ]);
  });

  it('names the one of several tokens that fits', async () => {
    const { code, out } = await verify(callback(signature), '--token', 'the old one', '--token', token);
    expect(code).toBe(0);
    expect(out).toContain('ok  Sign fits the token (--token number 2).');
  });

  it.each([
    ['in the reverse order', shaOf(requestTime + token), 'the SHA-256 of RequestTime followed by the token'],
    ['in upper case', signature.toUpperCase(), 'the SHA-256 of the token followed by RequestTime, in upper case'],
    [
      'with a line break after the token',
      shaOf(`${token}\n${requestTime}`),
      'the SHA-256 of the token with a line break after it followed by RequestTime',
    ],
    [
      'with the token in quotes',
      shaOf(`"${token}"${requestTime}`),
      'the SHA-256 of the token in double quotes followed by RequestTime',
    ],
    ['without the time', shaOf(token), 'the SHA-256 of the token alone'],
    [
      'by MD5',
      createHash('md5')
        .update(token + requestTime)
        .digest('hex'),
      'the MD5 of the token followed by RequestTime',
    ],
    [
      'by HMAC',
      createHmac('sha256', token).update(requestTime).digest('hex'),
      'the HMAC-SHA-256 of RequestTime with the token as its key',
    ],
    [
      'in Base64',
      createHash('sha256')
        .update(token + requestTime)
        .digest('base64'),
      'the SHA-256 of the token followed by RequestTime, in Base64',
    ],
  ])('recognises a signature made %s', async (_mistake, made, description) => {
    const { code, out } = await verify(callback(made), '--token', token);
    expect(code).toBe(1);
    expect(out).toContain(
      `no  Sign is ${description}. It should be the SHA-256 of the token followed by RequestTime, in lower case.`,
    );
    expect(out).toContain('It would be refused as bad-signature: ');
  });

  it.each([
    ['white space around it', ` ${token}\n`, 'the token without the white space around it'],
    ['quotes around it', `'${token}'`, 'the token without the quotes around it'],
    ['upper case', token.toUpperCase(), 'the token in lower case'],
  ])('recognises a token of yours with %s', async (_what, own, description) => {
    const { out } = await verify(callback(signature), '--token', own);
    expect(out).toContain(`no  Sign is the SHA-256 of ${description} followed by RequestTime.`);
  });

  it('recognises tokens that were encoded or decoded for a URL', async () => {
    const encoded = await verify(callback(shaOf(`a%20b${requestTime}`)), '--token', 'a b');
    expect(encoded.out).toContain('the SHA-256 of the URL-encoded token followed by RequestTime');
    const decoded = await verify(callback(shaOf(`a b${requestTime}`)), '--token', 'a%20b');
    expect(decoded.out).toContain('the SHA-256 of the URL-decoded token followed by RequestTime');
    const neither = await verify(callback(signature), '--token', '100%');
    expect(neither.out).toContain('it was made with another token or another RequestTime');
  });

  it('reports a signature that is not a SHA-256', async () => {
    const { out } = await verify(callback(signature.slice(0, 60)), '--token', token);
    expect(out).toContain('no  Sign has 60 characters. It should be a SHA-256: 64 lower-case hexadecimal digits.');
  });

  it.each([
    ['a minute after', 60, 'ok', 0],
    ['more than a minute after', 61, 'no', 1],
    ['a minute before', -60, 'ok', 0],
    ['more than a minute before', -61, 'no', 1],
  ])('measures the clock %s the arrival', async (_when, skew, mark, expected) => {
    const at = Number(requestTime) - skew;
    const { code, out } = await cli(['verify', callback(signature), '--token', token, '--at', String(at)]);
    expect(code).toBe(expected);
    expect(out).toContain(
      `${mark}  RequestTime is 2022-12-01T05:21:52.000Z, ${Math.abs(skew)} s ${skew < 0 ? 'before' : 'after'} `,
    );
  });

  it('takes the time of arrival as a log has it', async () => {
    expect(
      await cli(['verify', callback(signature), '--token', token, '--at', '2022-12-01T06:22:22+01:00']),
    ).toMatchObject({ code: 0 });
  });

  it.each([
    ['now', 'RequestTime is not made of digits only.'],
    ['1669872112000', 'RequestTime has too many digits for seconds. Is it in milliseconds?'],
  ])('explains what is wrong with the RequestTime %s', async (time, message) => {
    const { code, out } = await verify(callback(shaOf(token + time), time), '--token', token);
    expect(code).toBe(1);
    expect(out).toContain(`no  ${message}`);
  });

  it('names the parameters that are missing', async () => {
    const { code, out } = await verify('/hook?SdkAppid=1400000001&CallbackCommand=x', '--token', token);
    expect(code).toBe(1);
    expect(out).toContain('no  RequestTime is missing: ');
    expect(out).toContain('no  Sign is missing: ');
    expect(out).toContain('It would be refused as unsigned: ');
  });

  it('compares the application', async () => {
    const { code, out } = await verify(callback(signature), '--token', token, '--sdk-app-id', '1400000002');
    expect(code).toBe(1);
    expect(out).toContain('no  SdkAppid is 1400000001, and yours is 1400000002.');
    expect(out).toContain('It would be refused as wrong-app: ');
  });

  it('is JSON for programs', async () => {
    const { code, out } = await verify('?SdkAppid=1400000001&SdkAppid=2&CallbackCommand=x', '--token', token, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      isAccepted: false,
      failure: { type: 'bad-url', message: expect.stringMatching(/SdkAppid should be given exactly once/) },
      findings: [],
    });
  });

  it.each(Object.keys(tamperings) as Tampering[])(
    'reports the failure of the middleware for a request tampered with by %s',
    async (tamper) => {
      // One clock for both: the message has the skew in whole seconds.
      const seconds = Math.floor(Date.now() / 1000);
      const now = seconds * 1000;
      const { webhooks, outcomes } = receiver({ token, now: () => now });
      const sent = signedRequest({ sdkAppId, command: 'Live.CallbackAfterCreateRoom', token, tamper, now });
      await request(webhooks).post(sent.url).set(sent.headers).send(sent.body);
      const options = ['--token', token, '--sdk-app-id', String(sdkAppId), '--at', String(seconds), '--json'];
      const { out } = await cli(['verify', sent.url, ...options]);
      const isOfTheUrl = ['bad-url', 'wrong-app', 'unsigned', 'bad-signature', 'stale'].includes(tamperings[tamper]);
      const failure = isOfTheUrl ? { type: tamperings[tamper], message: outcomes[0]!.failure!.message } : undefined;
      expect(JSON.parse(out)).toMatchObject({ isAccepted: !isOfTheUrl, ...(failure && { failure }) });
    },
  );

  it.each([
    ['no token', ['/?a=1&b=2'], 'error: A token is needed: give --token or set TENCENT_WEBHOOK_TOKEN.'],
    ['an empty token', ['/?a=1&b=2', '--token', ''], 'error: A token has 1 to 128 characters, not 0: '],
    ['a URL without a query string', ['/callback', '--token', 'x'], 'error: The URL has no query string: '],
    [
      'a URL that the shell has cut',
      ['/?a=1', '--token', 'x'],
      'error: The URL ends in the middle of its query string: ',
    ],
    [
      'a time that is none',
      ['/?a=1&b=2', '--at', 'noon'],
      'Give Unix seconds, or a time such as 2026-11-22T10:00:00Z.',
    ],
    ['an SDKAppID that is none', ['/?a=1&b=2', '--sdk-app-id', 'x'], 'An SDKAppID has digits only'],
  ])('is wrong usage with %s', async (_what, args, complaint) => {
    const { code, out, err } = await cli(['verify', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(complaint);
  });

  it('shows neither the token nor the signature', async () => {
    for (const sent of [signature, shaOf('another')]) {
      const { out, err } = await verify(callback(sent), '--token', token);
      expect(out + err).not.toContain(token);
      expect(out + err).not.toContain(sent);
    }
  });
});
