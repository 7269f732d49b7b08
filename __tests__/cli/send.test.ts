import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { allow, deny } from '../../lib';
import { tamperings, type Tampering } from '../../lib/testing';
import { samples } from '../../lib/testing/samples';
import { cli, urlAt } from '../support/cli';
import { listening, plainAck, receiver } from '../support/receiver';

const token = 'the token of the tests';
const identity = ['--sdk-app-id', '1400000001', '--token', token];
const gift = 'Live.CallbackBeforeSendGift';
const room = 'Live.CallbackAfterCreateRoom';

/** Runs `send` against a server with this listener. */
const sendTo = async (app: RequestListener, command: string, args: readonly string[] = [], stdin = '') => {
  let run: Awaited<ReturnType<typeof cli>> | undefined;
  await listening(app, async (port) => {
    run = await cli(['send', urlAt(port), command, ...identity, ...args], { stdin: async () => stdin });
  });
  return run!;
};

/** The body that `send` sends. */
const bodySent = async (command: string, args: readonly string[], stdin?: string): Promise<string> => {
  const { webhooks, outcomes } = receiver({ token, handlers: {} });
  await sendTo(webhooks, command, args, stdin);
  await webhooks.drain();
  return String(outcomes[0]!.rawBody);
};

describe('send', () => {
  it('sends a signed sample and reports that the reply is right', async () => {
    const { webhooks, outcomes } = receiver({ token, handlers: { [room]: () => {} } });
    const { code, out } = await sendTo(webhooks, room);
    expect(code).toBe(0);
    const [request, status, body, verdict] = out.split('\n');
    expect(request).toMatch(
      /^POST http:\/\/127\.0\.0\.1:\d+\/tencent-callback\?SdkAppid=1400000001&CallbackCommand=Live/,
    );
    expect(status).toMatch(/^HTTP 200 in \d+(\.\d)? ms$/);
    expect(body).toBe(plainAck);
    expect(verdict).toBe('This is the reply Tencent demands.');
    expect(outcomes).toMatchObject([{ type: 'handled', command: room }]);
    expect(String(outcomes[0]!.rawBody)).toBe(samples[room]);
  });

  it('accepts every verdict as the reply that Tencent demands', async () => {
    const { webhooks } = receiver({
      token,
      handlers: { [gift]: ({ GiftWater }) => (GiftWater.Coins > 5000 ? deny(102101, 'over the limit') : allow()) },
    });
    const { code, out } = await sendTo(webhooks, gift, ['--set', 'GiftWater.Coins=9000', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      method: 'POST',
      status: 200,
      ack: { ActionStatus: 'OK', ErrorInfo: 'over the limit', ErrorCode: 102101 },
      hasMandatedForm: true,
      problems: [],
    });
  });

  it('fails when the server replies FAIL', async () => {
    const { webhooks } = receiver({ token: 'another token' });
    const { code, out } = await sendTo(webhooks, room);
    expect(code).toBe(1);
    expect(out).toContain(
      '\nThe reply has the form Tencent demands, but not the expected content.\n' +
        'The server did not handle the request: ErrorCode 401, Sign does not belong',
    );
    expect(out).not.toContain('This is the reply Tencent demands.');
  });

  it('shows neither the token nor the signature, also when the server repeats the URL', async () => {
    const echo: RequestListener = (request, response) => response.writeHead(404).end(`Cannot POST ${request.url}`);
    for (const json of [[], ['--json']]) {
      const { out } = await sendTo(echo, room, json);
      expect(out).toContain('Cannot POST /tencent-callback?');
      expect(out).toContain('&Sign=…&');
      expect(out).not.toMatch(/[0-9a-f]{64}/);
      expect(out).not.toContain(token);
    }
  });

  it('reaches servers over IPv6 and under a URL with a query string of its own', async () => {
    const server = createHttpServer((request, response) => response.end(plainAck.replace('""', `"${request.url}"`)));
    await new Promise<void>((resolve) => server.listen(0, '::1', resolve));
    const { port } = server.address() as { port: number };
    const { code, out } = await cli(['send', `http://[::1]:${port}/hook?tenant=7#top`, room, ...identity, '--json']);
    server.closeAllConnections();
    server.close();
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ack: { ErrorInfo: expect.stringMatching(/^\/hook\?tenant=7&SdkAppid=1400000001&/) },
    });
  });
});

describe('send, to a server that does not answer as Tencent demands', () => {
  const replying =
    (status: number, body: string): RequestListener =>
    (_request, response) =>
      response.writeHead(status).end(body);

  it.each([
    [
      'another status',
      replying(201, plainAck),
      'The HTTP status is 201: Tencent counts every status but 200 as a failure.',
    ],
    ['an empty body', replying(200, ''), 'The body is not a JSON object.'],
    ['text', replying(200, 'OK'), 'The body is not a JSON object.'],
    ['an array', replying(200, '[]'), 'The body is not a JSON object.'],
    [
      'another status word',
      replying(200, plainAck.replace('"OK"', '"ok"')),
      'ActionStatus is neither "OK" nor "FAIL".',
    ],
    ['no ErrorInfo', replying(200, '{"ActionStatus":"OK","ErrorCode":0}'), 'ErrorInfo is not a string.'],
    ['a code in quotes', replying(200, plainAck.replace('0', '"0"')), 'ErrorCode is not an integer.'],
    ['half a code', replying(200, plainAck.replace('0', '0.5')), 'ErrorCode is not an integer.'],
    [
      'the reply of the TRTC engine',
      replying(200, '{"code":0}'),
      'ActionStatus is neither "OK" nor "FAIL".\nErrorInfo is not a string.\nErrorCode is not an integer.',
    ],
  ])('names what is wrong with %s', async (_what, app, problems) => {
    const { code, out } = await sendTo(app, room);
    expect(code).toBe(1);
    expect(out.split('This is not the reply Tencent demands.\n')[1]).toBe(problems);
  });

  it('reports that a reply is late', async () => {
    const late: RequestListener = (_request, response) => void sleep(2100).then(() => response.end(plainAck));
    const { code, out } = await sendTo(late, room);
    expect(code).toBe(1);
    expect(out).toContain(
      'This is not the reply Tencent demands.\nIt took longer than 2000 ms: Tencent stops waiting by then.',
    );
  });

  it.each([
    ['closes the connection', (socket: { destroy(): void }) => socket.destroy()],
    [
      'stops in the middle of its reply',
      (socket: { end(text: string): void }) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"Action'),
    ],
    [
      'switches to another protocol',
      (socket: { write(text: string): void }) =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
    ],
    ['sends something else than HTTP', (socket: { end(text: string): void }) => socket.end('\u001b[31mhello\r\n\r\n')],
  ])('reports that there is no reply when it %s', async (_what, treat) => {
    const server = createServer((socket) => socket.once('data', () => treat(socket)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { code, out } = await cli(['send', urlAt((server.address() as { port: number }).port), room, ...identity]);
    server.close();
    expect(code).toBe(1);
    expect(out).toContain('This is not the reply Tencent demands.\nThere is no reply: ');
  });

  it('stops reading a reply that does not end', async () => {
    const endless: RequestListener = (_request, response) => {
      // From Node.js 26 on, a write to a closed connection fails before the response is destroyed.
      const more = (error?: Error | null): void => {
        if (!error && !response.destroyed) response.write('x'.repeat(1e5), more);
      };
      more();
    };
    const { code, out } = await sendTo(endless, room);
    expect(code).toBe(1);
    expect(out).toContain('There is no reply: a reply of more than 1000000 characters.');
  });

  it('exits with 3 when no server listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    expect(await cli(['send', urlAt(port), room, ...identity])).toEqual({
      code: 3,
      out: '',
      err: `error: No connection to the server: connect ECONNREFUSED 127.0.0.1:${port}. Check that it is running and that the URL is right.`,
      progress: [],
    });
  });
});

describe('send, with a body of your own', () => {
  const seat = 'Mic.CallbackAfterSeatInfoChanged';

  it('sends it unchanged from the command line, a file, or the standard input', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tencent-live-webhooks-'));
    const file = join(folder, 'body.json');
    const own = '{ "CallbackCommand": "Room.Own",  "Owner_Account": 144115216631667826 }\n';
    writeFileSync(file, own);
    expect(await bodySent('Room.Own', ['--data', own])).toBe(own);
    expect(await bodySent('Room.Own', ['--data', `@${file}`])).toBe(own);
    expect(await bodySent('Room.Own', ['--data', '-'], own)).toBe(own);
    rmSync(folder, { recursive: true });
  });

  it('sets fields to JSON, or else to a string, and keeps every digit', async () => {
    const fields = [
      'RoomId=my room',
      'SeatList.0.Index=2',
      'Note={"a":[true]}',
      'Formula=a=b',
      'Operator_Account=144115233775727697',
      'Name="144115233775727699"',
    ];
    const body = await bodySent(
      seat,
      fields.flatMap((field) => ['--set', field]),
    );
    // The account of the seat is from the sample. Both integers are above 2^53.
    expect(body).toBe(
      '{"CallbackCommand":"Mic.CallbackAfterSeatInfoChanged","RoomId":"my room","SeatList":[{"Index":2,' +
        '"Member_Account":144115233775727695,"IsTakenDisabled":false,"IsVideoDisabled":false,"IsAudioDisabled":false}],' +
        '"EventTime":1670574414123,"Note":{"a":[true]},"Formula":"a=b","Operator_Account":144115233775727697,' +
        '"Name":"144115233775727699"}',
    );
  });

  it.each([
    ['as the first field', '{ "RoomId": "r" }', '{"CallbackCommand":"Room.Own", "RoomId": "r" }'],
    ['also when it has no other', ' {}', ' {"CallbackCommand":"Room.Own"}'],
    ['with every digit kept', '{"A":144115216631667826}', '{"CallbackCommand":"Room.Own","A":144115216631667826}'],
    [
      'where the body names none by itself',
      '{"$&":{"CallbackCommand":1}}',
      '{"CallbackCommand":"Room.Own","$&":{"CallbackCommand":1}}',
    ],
  ])('puts the command into a body that lacks it, %s', async (_what, data, sent) => {
    expect(await bodySent('Room.Own', ['--data', data])).toBe(sent);
  });

  it('puts a command into the body as it is, whatever characters it has', async () => {
    expect(await bodySent('$&"', ['--data', '{}'])).toBe(String.raw`{"CallbackCommand":"$&\""}`);
  });

  it.each(['{"CallbackCommand":"Room.Other"}', '{"CallbackCommand":null}', '["RoomId"]', '"RoomId"', 'RoomId', ''])(
    'sends the body %j as it is, under the command given',
    async (data) => {
      const { webhooks, outcomes } = receiver({ token, handlers: {} });
      const { out } = await sendTo(webhooks, 'Room.Own', ['--data', data]);
      expect(out).toContain('&CallbackCommand=Room.Own&');
      expect(String(outcomes[0]!.rawBody)).toBe(data);
    },
  );

  it('gives a body that lacks its command to the handler of that command', async () => {
    const { webhooks, outcomes } = receiver({ token, handlers: { [seat]: () => {} } });
    const data = '{"RoomId":"r","SeatList":[],"EventTime":1670574414123}';
    expect(await sendTo(webhooks, seat, ['--data', data])).toMatchObject({ code: 0 });
    expect(outcomes).toMatchObject([{ type: 'handled', command: seat }]);
  });

  it('sets fields without a change to digits in strings, also under the name __proto__', async () => {
    const data = String.raw`{"CallbackCommand":"Room.Own","A":"144115233775727695","B":144115233775727695,"C":["\"9007199254740993,"],"D":1.5}`;
    const body = await bodySent('Room.Own', ['--data', data, '--set', '__proto__=-9007199254740993', '--set', 'C.1=x']);
    expect(body).toBe(
      String.raw`{"CallbackCommand":"Room.Own","A":"144115233775727695","B":144115233775727695,"C":["\"9007199254740993,","x"],"D":1.5,"__proto__":-9007199254740993}`,
    );
  });

  it.each([
    [
      'the length of a list',
      ['Live.CallbackAfterMemberStateChanged', '--set', 'MemberList.length=-1'],
      'The body has no place for MemberList.length: its list takes an index from 0 to 2.',
    ],
    [
      'a gap in a list',
      ['Live.CallbackAfterMemberStateChanged', '--set', 'MemberList.3=1'],
      'The body has no place for MemberList.3: its list takes an index from 0 to 2.',
    ],
    ['a misspelt command', ['Live.CallbackAfterCreatRoom'], "Did you mean 'Live.CallbackAfterCreateRoom'?"],
    [
      'a field in something that is not there',
      [room, '--set', 'Room.RoomId=1'],
      'The body has no place for Room.RoomId.',
    ],
    ['a field in a string', [room, '--set', 'Operator_Account.a=1'], 'The body has no place for Operator_Account.a.'],
    ['no value', [room, '--set', 'RoomInfo'], 'Write --set key=value, not RoomInfo.'],
    [
      'a change of what is not JSON',
      [room, '--data', 'text', '--set', 'a=1'],
      'The body is not JSON, so --set cannot change it.',
    ],
    [
      'a change of what is only nearly JSON',
      [room, '--data', '{1234567890123456:1}', '--set', 'a=1'],
      'The body is not JSON, so --set cannot change it.',
    ],
    ['a file that is not there', [room, '--data', '@/nowhere/body.json'], '--data: ENOENT'],
    ['a token that is too long', [room, '--token', 'x'.repeat(129)], 'A token has 1 to 128 characters, not 129: '],
    ['an unknown tampering', [room, '--tamper', 'rotten'], 'Allowed choices are wrong-method, '],
  ])('is wrong usage with %s', async (_what, args, complaint) => {
    const { code, out, err } = await cli(['send', urlAt(9), ...args.slice(0, 1), ...identity, ...args.slice(1)]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(complaint);
  });

  it('requires an SDKAppID, and a token for a stale signature', async () => {
    const anonymous = await cli(['send', urlAt(9), room]);
    expect(anonymous).toMatchObject({ code: 2, err: expect.stringContaining("'--sdk-app-id <id>' not specified") });
    const unsigned = await cli(['send', urlAt(9), room, '--sdk-app-id', '1', '--tamper', 'stale']);
    expect(unsigned).toMatchObject({
      code: 2,
      err: expect.stringContaining('--tamper can only be stale or future for a signed request: give a token.'),
    });
  });
});

describe('send, broken on purpose', () => {
  it.each(Object.keys(tamperings) as Tampering[])(
    'with --tamper %s, succeeds when the server refuses it',
    async (tamper) => {
      const { webhooks, outcomes } = receiver({ token, handlers: { [room]: () => {} } });
      const { code, out } = await sendTo(webhooks, room, ['--tamper', tamper]);
      expect(code).toBe(0);
      expect(out).toContain(
        `The request was broken on purpose. The server should refuse it as ${outcomes[0]!.failure!.type}.`,
      );
    },
  );

  it('fails when the server accepts what it should refuse', async () => {
    const trusting: RequestListener = (_request, response) => response.end(plainAck);
    const { code, out } = await sendTo(trusting, room, ['--tamper', 'foreign-app']);
    expect(code).toBe(1);
    expect(out).toContain(
      '\nThe reply has the form Tencent demands, but not the expected content.\n' +
        'The server accepted a request that it should refuse as wrong-app.',
    );
  });

  it('accepts a refusal by the ErrorCode alone', async () => {
    const refusing: RequestListener = (_request, response) => response.end(plainAck.replace('0', '401'));
    expect(await sendTo(refusing, room, ['--tamper', 'unsigned'])).toMatchObject({ code: 0 });
  });

  it('fails when an after-command with a broken body is acknowledged', async () => {
    const trusting: RequestListener = (_request, response) => response.end(plainAck);
    expect(await sendTo(trusting, room, ['--tamper', 'cut-body'])).toMatchObject({ code: 1 });
  });

  it('accepts a fallback that allows a message', async () => {
    const { webhooks } = receiver({ token, handlers: { 'Group.CallbackBeforeSendMsg': () => allow() } });
    expect(await sendTo(webhooks, 'Group.CallbackBeforeSendMsg', ['--tamper', 'cut-body'])).toMatchObject({ code: 0 });
    const trusting: RequestListener = (_request, response) => response.end(plainAck);
    expect(await sendTo(trusting, 'Group.CallbackBeforeSendMsg', ['--tamper', 'unsigned'])).toMatchObject({ code: 1 });
  });
});
