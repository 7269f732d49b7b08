import { fc, test as property } from '@fast-check/jest';
import { isUtf8 } from 'node:buffer';
import type { RequestListener } from 'node:http';
import { escapeInvisible } from '../../lib/cli/escape';
import type { Io } from '../../lib/cli/io';
import { createRedactor, secretsIn } from '../../lib/cli/redact';
import { createSafeOutput } from '../../lib/cli/safe-output';
import { cli, urlAt } from '../support/cli';
import { listening, plainAck } from '../support/receiver';

const token = 'the token/of "these" tests';
const identity = ['--sdk-app-id', '1400000001', '--token', token];
const room = 'Live.CallbackAfterCreateRoom';
const signature = '17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061';

/** What `send` prints of a server's reply. */
const printed = async (status: number, body: string, ...args: readonly string[]): Promise<string> => {
  let out = '';
  const app: RequestListener = (_request, response) => response.writeHead(status).end(body);
  await listening(app, async (port) => {
    ({ out } = await cli(['send', urlAt(port), room, ...identity, ...args]));
  });
  return out;
};

const failing = (errorInfo: string): string =>
  JSON.stringify({ ActionStatus: 'FAIL', ErrorInfo: errorInfo, ErrorCode: 500 });

/** Matches every character that controls a terminal, but for the breaks between lines. */
const controlling = /[^\P{Cc}\n]|\p{Cf}|\p{Zl}|\p{Zp}/u;

describe('text from a server or from the sender of a request', () => {
  it('forges no line of verify', async () => {
    const url = `/?SdkAppid=1%0Aok%20%20Sign%20fits%20the%20token.&CallbackCommand=x&Sign=a&RequestTime=1669872112`;
    const { code, out } = await cli(['verify', url, '--token', 'xxxxyyyy', '--at', '1669872112']);
    expect(code).toBe(1);
    expect(out.split('\n').filter((line) => line.startsWith('ok'))).toEqual([
      expect.stringMatching(/^ok {2}RequestTime is 2022-12-01/),
    ]);
    expect(out).toContain('no  SdkAppid is not a number.');
  });

  it.each([
    ['the title of the window', '\u001b]0;pwned\u0007', String.raw`\u001b]0;pwned\u0007`],
    ['colours', '\u001b[31mred', String.raw`\u001b[31mred`],
    ['a control character of one byte that ends a title', '\u009c\u009b2J', String.raw`\u009c\u009b2J`],
    ['the start of the line', 'a\rThis is the reply', String.raw`a\rThis is the reply`],
    ['the character before', 'no\b\bok', String.raw`no\u0008\u0008ok`],
    ['the order of what is read', '\u202egnorw\u2066', String.raw`\u202egnorw\u2066`],
    ['a line break of Unicode', 'a\u2028b\u2029c\u0085d', String.raw`a\u2028b\u2029c\u0085d`],
    ['what is not seen', 'ze\u200bro\u{e0041}\ufeff', String.raw`ze\u200bro\udb40\udc41\ufeff`],
  ])('does not change %s', async (_what, text, shown) => {
    expect(await printed(200, failing(text))).toContain(`ErrorCode 500, ${shown}`);
    expect(await printed(404, text)).toContain(`\n${shown}\nThis is not the reply`);
    expect(await printed(404, text)).not.toMatch(controlling);
    expect(await printed(404, text, '--json')).not.toMatch(controlling);
  });

  it('adds no line to the output of send', async () => {
    const out = await printed(500, 'oops\nThis is the reply Tencent demands.');
    expect(out).toContain(String.raw`oops\nThis is the reply Tencent demands.`);
    expect(out.split('\n')).not.toContain('This is the reply Tencent demands.');
  });

  it('adds no line to the summary of simulate', async () => {
    const app: RequestListener = (_request, response) =>
      response.end(failing('x\nEvery reply was the one Tencent demands.\u001b[2J'));
    await listening(app, async (port) => {
      const { out } = await cli(['simulate', urlAt(port), ...identity, '--rate', '50', '--seconds', '0.2']);
      expect(out).not.toMatch(controlling);
      expect(out.split('\n').filter((line) => line === 'Every reply was the one Tencent demands.')).toHaveLength(1);
    });
  });

  it('adds no line to an error about the command line', async () => {
    for (const args of [['li\nst\u001b[31m'], ['send', urlAt(9), 'Live.X\nerror: none', ...identity]]) {
      const { code, err } = await cli(args);
      expect(code).toBe(2);
      expect(err.split('\n')).toHaveLength(1);
      expect(err).not.toMatch(controlling);
    }
  });

  property.prop([fc.string({ unit: 'binary' })])('is shown on one line, and its JSON means the same', (text) => {
    expect(escapeInvisible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(JSON.parse(escapeInvisible(JSON.stringify(text)))).toBe(text);
  });

  it('is escaped, too, where it is half a surrogate pair or a line of progress', () => {
    expect(escapeInvisible('a\ud800b')).toBe(String.raw`a\ud800b`);
    const lines: string[] = [];
    const io = { progress: (line: string) => lines.push(line) } as unknown as Io;
    createSafeOutput(io, createRedactor(['secret'])).progress('the secret\r\u001b[K');
    expect(lines).toEqual([String.raw`the …\r\u001b[K`]);
  });

  it('is in the JSON of --json as it was received', async () => {
    const body = 'a\n\u001b[31m\u009b\u202e\u{e0041}"\\';
    expect(isUtf8(Buffer.from(body))).toBe(true);
    expect(JSON.parse(await printed(404, body, '--json'))).toMatchObject({ status: 404, body });
  });
});

describe('a secret', () => {
  const redact = createRedactor(secretsIn(['send', '--token', token], {}));

  it.each([
    ['Sign=0123abc&RequestTime=1', 'Sign=…&RequestTime=1'],
    ['/hook?sign=0123abc', '/hook?sign=…'],
    ['/hook?SIGN=AbC+/=&x=1', '/hook?SIGN=…&x=1'],
    ['to%3FSign%3D0123abc%26RequestTime%3D1', 'to%3FSign%3D…%26RequestTime%3D1'],
    ['%53ign=0123abc', '%53ign=…'],
    ['?a=1&%73%69%67%6E=0123abc', '?a=1&%73%69%67%6E=…'],
    ['%2553ign%253D0123abc%2526x', '%2553ign%253D…%2526x'],
    ['{"Sign":"0123abc"}', '{"Sign":"…"}'],
    ["{ 'sign' : '0123abc' }", "{ 'sign' : '…' }"],
    [String.raw`"{\"Sign\":\"0123abc\"}"`, String.raw`"{\"Sign\":\"…\"}"`],
    ['?x&amp;Sign=0123abc&amp;y', '?x&amp;Sign=…&amp;y'],
    [`a digest ${signature.toUpperCase()}.`, 'a digest ….'],
    ['http://user:password@your.host/hook', 'http://…@your.host/hook'],
    ['http://user:p@ssword@your.host/hook', 'http://…@your.host/hook'],
    ['https://key@your.host', 'https://…@your.host'],
    ['user:password@your.host', '…@your.host'],
    ['-token=SECRET', '-token=…'],
    ['TENCENT_WEBHOOK_TOKEN=SECRET', 'TENCENT_WEBHOOK_TOKEN=…'],
    ['{"webhookToken":"SECRET"}', '{"webhookToken":"…"}'],
    [`it is ${token}!`, 'it is …!'],
    [JSON.stringify({ secret: token }), '{"secret":"…"}'],
    [encodeURIComponent(token), '…'],
    [new URLSearchParams({ x: token }).toString(), 'x=…'],
  ])('is masked in %s', (text, shown) => {
    expect(redact(text)).toBe(shown);
  });

  it.each([
    'POST http://127.0.0.1:3000/hook?SdkAppid=1&RequestTime=1669872112',
    'design=1&assigned=2',
    'Sign fits the token.',
    'no  Sign is the SHA-256 of the token alone',
    '{"Operator_Account":"@TIM#SYSTEM","RoomId":"a:b"}',
    'http://[::1]:3000/hook?mail=me@your.host',
    plainAck,
  ])('is not seen in %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('is masked when it comes from an option or from the environment', () => {
    const secrets = secretsIn(['--token=first', 'verify', '--token', 'second'], { TENCENT_WEBHOOK_TOKEN: ' third\n' });
    expect(createRedactor(secrets)('first, second and third')).toBe('…, … and …');
  });

  it('is not masked when it is shorter than four characters', () => {
    expect(createRedactor(secretsIn(['--token', 'abc'], {}))('abc abcd')).toBe('abc abcd');
    expect(createRedactor(secretsIn(['--token', 'abcd'], {}))('abc abcd')).toBe('abc …');
  });

  it('is masked as a whole when another one is a part of it', () => {
    const secrets = secretsIn(['--token', 'abcd', '--token', 'abcdef'], {});
    expect(createRedactor(secrets)('abcdef')).toBe('…');
  });

  it.each([
    [['-token=SECRET'], "'-t…'"],
    [['--tokn=SECRET'], "'--tokn=…'"],
    [['--tokn', 'SECRET', 'send'], "'--tokn'"],
    [['--tokenSECRET'], "'--token…'"],
    [['token=SECRET'], "'token=…'"],
    [['send', urlAt(9), room, '--sdk-app-id', '1', '-token=SECRET'], "'-t…'"],
    [['send', urlAt(9), room, '--sdk-app-id', '1', '--tokn', 'SECRET'], "'--tokn'"],
    [['send', urlAt(9), room, '--sdk-app-id', 'SECRET'], "argument '…' is invalid. An SDKAppID has digits only"],
    [['send', 'user:SECRET@your.host/hook', room, '--sdk-app-id', '1'], "value '…' is invalid for argument 'url'"],
  ])('is not repeated when %j is not understood', async (args, shown) => {
    const { code, out, err } = await cli(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(shown);
    expect(err).not.toContain('SECRET');
  });

  it('is not printed when it is in the wrong variable of the environment', async () => {
    process.env['SDK_APP_ID'] = 'SECRET';
    const { err } = await cli(['send', urlAt(9), room]);
    delete process.env['SDK_APP_ID'];
    expect(err).toContain("value '…' from env 'SDK_APP_ID' is invalid");
  });

  it('is not printed when a server repeats it', async () => {
    const app: RequestListener = (request, response) => {
      const query = new URL(request.url!, 'http://localhost').searchParams;
      const { authorization } = request.headers;
      response.writeHead(404).end(JSON.stringify({ url: request.url, Sign: query.get('Sign'), token, authorization }));
    };
    await listening(app, async (port) => {
      const url = urlAt(port).replace('//', '//user:pass%20word@');
      for (const json of [[], ['--json']]) {
        const { out, err } = await cli(['send', url, room, ...identity, ...json]);
        expect(out).toContain('//…@127.0.0.1');
        expect(out + err).not.toMatch(/[0-9a-f]{64}|pass(%20| )word/);
        expect(out + err).not.toContain('of \\"these');
      }
      const { err } = await cli(['simulate', url, ...identity, '--seconds', '0.1', '--json']);
      expect(err).toContain('//…@127.0.0.1');
      expect(err).not.toMatch(/pass(%20| )word/);
    });
  });

  it('leaves JSON valid when it looks like JSON itself', async () => {
    const args = ['send', urlAt(9), room, '--sdk-app-id', '1', '--json', '--token'];
    for (const odd of ['true', 'status', '"body"', 'null,', '\\u00']) {
      await listening(
        (_request, response) => response.end(plainAck),
        async (port) => {
          const { out } = await cli(args.with(1, urlAt(port)).concat(odd));
          expect(JSON.parse(out)).toMatchObject({ status: 200, hasMandatedForm: true });
        },
      );
    }
  });

  it('is found in linear time in every text', () => {
    const pieces = ['a', ' ', '\\', '%25', ':', '@', 'Sign ', 'tok', '%53', '"', '//', '=', '0', 'user:'];
    const start = performance.now();
    for (const piece of pieces) redact(piece.repeat(200_000 / piece.length));
    // Quadratic time would be half a minute and more.
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
