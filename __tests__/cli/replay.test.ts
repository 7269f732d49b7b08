import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { allow, deny, liveWebhooks, type Handlers } from '../../lib';
import { createClient } from '../../lib/cli/client';
import { createRandom } from '../../lib/cli/simulation/random';
import { createSender } from '../../lib/cli/simulation/runner';
import { createCounter } from '../../lib/cli/simulation/statistics';
import { createWorld } from '../../lib/cli/simulation/world';
import { signedRequest } from '../../lib/testing';
import { cli, urlAt } from '../support/cli';
import { listening, plainAck, receiver, sdkAppId } from '../support/receiver';
import { linesOf, newFile, recording } from '../support/recorder';

const token = 'the token of the tests';

/** An app whose replies depend on nothing but the request. */
const appWith = (handlers: Handlers) => liveWebhooks({ sdkAppId, token, handlers });

const strict: Handlers = {
  'Live.CallbackBeforeSendGift': ({ GiftWater: { Coins } }) => (Coins > 100 ? deny(102101, 'too dear') : allow()),
  'Live.CallbackAfterMemberStateChanged': () => {},
};

interface LineOptions {
  readonly command?: string;
  readonly time?: string;
  readonly path?: string;
  readonly body?: string;
  readonly [more: string]: unknown;
}

/** A line of a recording; the reply is the plain acknowledgement. */
const line = ({ command = 'Live.CallbackAfterCreateRoom', ...more }: LineOptions = {}): string =>
  JSON.stringify({
    version: 1,
    time: '2026-11-24T10:00:00.000Z',
    method: 'POST',
    path: `/?SdkAppid=${sdkAppId}&CallbackCommand=${command}`,
    headers: [],
    body: JSON.stringify({ CallbackCommand: command }),
    reply: { status: 200, headers: [], body: plainAck },
    ms: 1,
    ...more,
  });

const fileOf = (...lines: readonly string[]): string => {
  const file = newFile();
  writeFileSync(file, lines.map((text) => `${text}\n`).join(''));
  return file;
};

interface Received {
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Replays to a server that keeps what it receives, and sends this reply. */
const replayTo = async (
  reply: { readonly status?: number; readonly body: string },
  file: string,
  ...args: readonly string[]
) => {
  const received: Received[] = [];
  let result: Awaited<ReturnType<typeof cli>> | undefined;
  await listening(
    (request, response) => {
      let body = '';
      request.setEncoding('latin1').on('data', (part: string) => (body += part));
      request.on('end', () => {
        const { method, url = '', rawHeaders } = request;
        received.push({ method, url, headers: rawHeaders, body });
        response.writeHead(reply.status ?? 200).end(reply.body);
      });
    },
    async (port) => {
      result = await cli(['replay', file, urlAt(port), '--speed', 'max', ...args]);
    },
  );
  return { ...result!, received };
};

const ok = { body: plainAck };

describe('a recording of simulated rooms', () => {
  const file = newFile();
  let gifts = 0;

  beforeAll(
    () =>
      listening(appWith(strict), (appPort) =>
        recording(urlAt(appPort), file, async (port) => {
          const url = `http://127.0.0.1:${port}/`;
          const client = createClient(new URL(url), 5000);
          const counter = createCounter();
          const target = { url, sdkAppId: String(sdkAppId), token };
          const sendNext = createSender(createWorld(4, createRandom(1)), client, counter, target);
          const sendMany = async (count: number): Promise<void> => {
            for (let sent = 0; sent < count; sent++) await sendNext();
          };
          await Promise.all([sendMany(200), sendMany(200)]);
          client.close();
          const { sent, faults, errorCodes } = counter.total();
          expect({ sent, faults }).toEqual({ sent: 400, faults: {} });
          expect(linesOf(file)).toHaveLength(400);
          gifts = errorCodes['102101']!.count;
        }),
      ),
    60_000,
  );

  it(
    'replays without a difference to another instance of the app',
    () =>
      listening(appWith(strict), async (port) => {
        const { code, out, err } = await cli(['replay', file, urlAt(port), '--token', token, '--speed', 'max']);
        expect({ code, out, err }).toEqual({
          code: 0,
          out: `${linesOf(file).length} requests, 0 with another reply than the recorded one.`,
          err: '',
        });
      }),
    60_000,
  );

  it(
    'replays to a broken app with each difference',
    () =>
      listening(appWith({ ...strict, 'Live.CallbackBeforeSendGift': () => allow() }), async (port) => {
        const { code, out } = await cli(['replay', file, urlAt(port), '--token', token, '--speed', 'max']);
        expect(code).toBe(1);
        const printed = out.split('\n');
        expect(gifts).toBeGreaterThan(5);
        expect(printed.pop()).toBe(
          `${linesOf(file).length} requests, ${gifts} with another reply than the recorded one.`,
        );
        const refused = linesOf(file).flatMap((text, at) => (text.includes('102101') ? [at + 1] : []));
        expect(refused).toHaveLength(gifts);
        expect(printed).toEqual(
          refused.flatMap((number) => [
            `line ${number}, Live.CallbackBeforeSendGift: ErrorInfo was "too dear" and is now ""`,
            `line ${number}, Live.CallbackBeforeSendGift: ErrorCode was 102101 and is now 0`,
          ]),
        );
      }),
    60_000,
  );
});

describe('a replayed request', () => {
  it('is signed anew, for the application that was given, and its other parameters stay as they are', async () => {
    const path = '/?a=%41+b&SdkAppID=1&sign=old&RequestTime=1&CallbackCommand=Room.Own&Signature=x';
    const { code, received } = await replayTo(
      ok,
      fileOf(line({ path })),
      '--sdk-app-id',
      String(sdkAppId),
      '--token',
      token,
    );
    expect(code).toBe(0);
    const [, now, seconds] = /^(.*)&Sign=\w{64}&RequestTime=(\d+)$/.exec(received[0]!.url) ?? [];
    expect(now).toBe(`/tencent-callback?a=%41+b&SdkAppID=${sdkAppId}&CallbackCommand=Room.Own&Signature=x`);
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(5);
    const { webhooks, outcomes } = receiver({ token });
    await listening(webhooks, async (port) => {
      await cli(['replay', fileOf(line()), urlAt(port), '--speed', 'max', '--token', token]);
    });
    expect(outcomes).toMatchObject([{ type: 'ignored' }]);
  });

  it('is unsigned without a token, and keeps its application', async () => {
    const path = '/?Sign=old&SdkAppid=7&RequestTime=1&CallbackCommand=Room.Own';
    const { received } = await replayTo(ok, fileOf(line({ path })));
    expect(received[0]?.url).toBe('/tencent-callback?SdkAppid=7&CallbackCommand=Room.Own');
  });

  it('has its method, path, headers and bytes, but none of the headers of a connection', async () => {
    const headers = [
      ['Host', 'recorded'],
      ['X-one', '1'],
      ['x-two', '2'],
      ['X-Two', '3'],
      ['Connection', 'close'],
      ['Content-Length', '99'],
      ['Authorization', '…'],
    ];
    const body = Buffer.from([0xff, 0x41]).toString('base64');
    const text = line({ method: 'PUT', path: '/sub?b', headers, body, bodyEncoding: 'base64' });
    const { received } = await replayTo(ok, fileOf(text));
    expect(received).toMatchObject([{ method: 'PUT', url: '/tencent-callback/sub?b', body: '\xffA' }]);
    const pairs = received[0]!.headers;
    const valueOf = (name: string) => pairs.flatMap((text_, at) => (text_ === name ? [pairs[at + 1]] : []));
    expect(valueOf('X-one')).toEqual(['1']);
    expect(valueOf('x-two')).toEqual(['2', '3']);
    expect(valueOf('Content-Length')).toEqual(['2']);
    expect(valueOf('Host')).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
    expect(pairs).not.toContain('Authorization');
    expect(pairs).not.toContain('close');
  });

  it('comes after the reply to the one before, in the order of the file', async () => {
    const order: string[] = [];
    await listening(
      (request, response) => {
        order.push(`${request.url}`);
        setTimeout(() => response.end((order.push('reply'), plainAck)), 20);
      },
      async (port) => {
        const file = fileOf(line({ path: '/?1' }), line({ path: '/?2' }));
        await cli(['replay', file, urlAt(port), '--speed', 'max']);
      },
    );
    expect(order).toEqual(['/tencent-callback?1', 'reply', '/tencent-callback?2', 'reply']);
  });

  it('waits as long as it did when it was recorded, divided by the speed', async () => {
    const file = fileOf(line(), line({ time: '2026-11-24T10:00:01.000Z' }));
    const timeOf = async (...args: readonly string[]) => {
      const start = performance.now();
      await replayTo(ok, file, ...args);
      return performance.now() - start;
    };
    expect(await timeOf('--speed', '4')).toBeGreaterThan(245);
    expect(await timeOf('--speed', '1')).toBeGreaterThan(995);
    expect(await timeOf()).toBeLessThan(900);
  });
});

describe('the choice of requests', () => {
  const room = (fields: object, command: string) =>
    line({ command, body: JSON.stringify({ CallbackCommand: command, ...fields }) });
  const file = fileOf(
    room({ RoomId: '144115233775727695' }, 'Live.A'),
    room({ RoomId: 'other' }, 'Live.A'),
    line({ command: 'Live.B', body: '{"CallbackCommand":"Live.B","RoomInfo":{"RoomId":144115233775727695}}' }),
    room({ ToRoomIdList: ['x', '144115233775727695'] }, 'Live.A'),
    room({ Operator_Account: '144115233775727695' }, 'Live.A'),
    line({ command: 'Live.A', body: '{"Events":["144115233775727695"]}' }),
  );
  const choose = async (...args: readonly string[]) => {
    const { received } = await replayTo(ok, file, ...args);
    return received.map(({ body }) => body);
  };

  it('can be one command, by the body or else by the URL', async () => {
    expect(await choose('--only', 'Live.B')).toHaveLength(1);
    expect(await choose('--only', 'Live.A')).toHaveLength(5);
  });

  it('can be one room, wherever the body has its id', async () => {
    expect(await choose('--room', '144115233775727695')).toEqual([
      '{"CallbackCommand":"Live.A","RoomId":"144115233775727695"}',
      '{"CallbackCommand":"Live.B","RoomInfo":{"RoomId":144115233775727695}}',
      '{"CallbackCommand":"Live.A","ToRoomIdList":["x","144115233775727695"]}',
    ]);
  });

  it('can be the first ones, of those that are chosen', async () => {
    expect(await choose('--only', 'Live.A', '--limit', '2')).toHaveLength(2);
  });

  it('that leaves none is wrong usage', async () => {
    const { code, out, err } = await replayTo(ok, file, '--only', 'Live.C');
    expect({ code, out, err }).toEqual({
      code: 2,
      out: '',
      err: `error: There is no request to replay in ${file}. Check --only and --room, if you gave them.`,
    });
  });
});

describe('the comparison of replies', () => {
  const compare = async (body: string, reply: { readonly status?: number; readonly body: string }) => {
    const recorded = { status: 200, headers: [], body };
    const { code, out } = await replayTo(reply, fileOf(line({ reply: recorded })), '--json');
    const { differences } = JSON.parse(out) as { differences: { differences: unknown }[] };
    return { code, differences: differences[0]?.differences };
  };

  it('covers the status and each field of the acknowledgement', async () => {
    const now = '{"ActionStatus":"FAIL","ErrorInfo":"no","ErrorCode":1}';
    expect(await compare(plainAck, { status: 500, body: now })).toEqual({
      code: 1,
      differences: [
        { field: 'status', recorded: 200, replayed: 500 },
        { field: 'ActionStatus', recorded: 'OK', replayed: 'FAIL' },
        { field: 'ErrorInfo', recorded: '', replayed: 'no' },
        { field: 'ErrorCode', recorded: 0, replayed: 1 },
      ],
    });
  });

  it('is one of JSON: neither spaces nor the order of keys count, but every other field does', async () => {
    expect(await compare('{"a":{"b":1,"c":[2]},"d":3}', { body: '{ "d":3, "a":{"c":[2],"b":1} }' })).toMatchObject({
      code: 0,
    });
    expect(
      await compare('{"MsgBody":[{"a":9007199254740993}]}', { body: '{"MsgBody":[{"a":9007199254740992}]}' }),
    ).toMatchObject({ code: 1, differences: [{ field: 'MsgBody' }] });
    expect(await compare('{"a":1}', { body: '{"b":1}' })).toEqual({
      code: 1,
      differences: [
        { field: 'a', recorded: 1 },
        { field: 'b', replayed: 1 },
      ],
    });
  });

  it('is one of text where a reply is no JSON object', async () => {
    expect(await compare(plainAck, { body: '<html>' })).toEqual({
      code: 1,
      differences: [{ field: 'body', recorded: JSON.parse(plainAck), replayed: '<html>' }],
    });
    expect(await compare('same', { body: 'same' })).toMatchObject({ code: 0 });
  });

  it('prints one line for each difference, which a reply cannot break', async () => {
    const { code, out } = await replayTo({ body: `{"ErrorInfo":"\\n${'x'.repeat(400)}"}` }, fileOf(line()));
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'line 1, Live.CallbackAfterCreateRoom: ActionStatus was "OK" and is now absent',
      `line 1, Live.CallbackAfterCreateRoom: ErrorInfo was "" and is now "\\n${'x'.repeat(297)}…`,
      'line 1, Live.CallbackAfterCreateRoom: ErrorCode was 0 and is now absent',
      '1 requests, 1 with another reply than the recorded one.',
    ]);
  });

  it('leaves out requests without a reply of the app, and does not send incomplete ones', async () => {
    const { code, out, received } = await replayTo(
      { body: 'another' },
      fileOf(line({ error: 'The app did not reply.' }), line({ reply: undefined }), line({ bodyCut: true })),
    );
    expect(code).toBe(0);
    expect(received).toHaveLength(2);
    expect(out.split('\n')).toEqual([
      '2 requests, 0 with another reply than the recorded one.',
      '2 were not compared: the app had not replied to them.',
      '1 were not sent: their bodies are incomplete.',
    ]);
  });

  it('counts a missing reply as a difference, and a missing server as no connection', async () => {
    const server = createServer((request) => request.socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const { code, out } = await cli(['replay', fileOf(line()), urlAt(port)]);
    expect(code).toBe(1);
    expect(out).toMatch(/^line 1, .*: reply was "a reply" and is now "socket hang up"\n/);
    await new Promise((resolve) => server.close(resolve));
    expect(await cli(['replay', fileOf(line()), urlAt(port)])).toMatchObject({ code: 3 });
  });
});

describe('a file', () => {
  it('may have a last line that was cut, which is left out and reported', async () => {
    const file = newFile();
    writeFileSync(file, `${line()}\n\n${line().slice(0, -5)}`);
    const { code, out, err } = await replayTo(ok, file);
    expect({ code, out, err }).toEqual({
      code: 0,
      out: '1 requests, 0 with another reply than the recorded one.',
      err: 'Line 3, the last one, is incomplete and is left out.',
    });
    const whole = newFile();
    writeFileSync(whole, `${line()}\n${line()}`);
    expect(await replayTo(ok, whole)).toMatchObject({ out: expect.stringMatching(/^2 requests/), err: '' });
  });

  it.each([
    ['is no JSON', line().slice(0, -1), 'Line 2 is not a recorded request.'],
    ['is a body alone', '{"CallbackCommand":"Live.A"}', 'Line 2 is not a recorded request.'],
    ['has no time', line({ time: 'noon' }), 'Line 2 is not a recorded request.'],
    ['is of another version', line({ version: 2 }), 'Line 2 has version 2 of the format, and this release reads'],
  ])('with another line that %s is wrong usage', async (_what, text, message) => {
    const file = fileOf(line(), text, line());
    const { code, err, received } = await replayTo(ok, file);
    expect({ code, sent: received.length }).toEqual({ code: 2, sent: 1 });
    expect(err).toContain(`error: ${file} could not be read to its end. ${message}`);
  });

  it('that does not exist is wrong usage', async () => {
    const { code, err } = await cli(['replay', '/no/such/day.ndjson', urlAt(9)]);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: \/no\/such\/day\.ndjson could not be read to its end\. ENOENT/);
  });

  it('shows the progress of a long replay, and ends it at Ctrl-C with a summary', async () => {
    const file = fileOf(line(), line({ time: '2026-11-25T10:00:00.000Z' }));
    await listening(
      (_request, response) => response.end(plainAck),
      async (port) => {
        const { code, out, progress } = await cli(['replay', file, urlAt(port)], {
          interrupted: () => AbortSignal.timeout(1300),
        });
        expect({ code, out }).toEqual({ code: 0, out: '1 requests, 0 with another reply than the recorded one.' });
        expect(progress).toEqual(['1 requests, 0 with another reply', '']);
      },
    );
  });
});

it('a wrong speed is wrong usage', async () => {
  const { code, err } = await cli(['replay', 'file', urlAt(9), '--speed', 'fast']);
  expect(code).toBe(2);
  expect(err).toContain('Give a number from 0.01 to 10000.');
});

it('a request of a sample is recorded and replayed with every byte', async () => {
  const file = newFile();
  const { query, body } = signedRequest({ sdkAppId, token, command: 'Mic.CallbackAfterSeatInfoChanged' });
  await listening(
    (_request, response) => response.end(plainAck),
    (appPort) =>
      recording(urlAt(appPort), file, async (port) => {
        await fetch(`http://127.0.0.1:${port}/${query}`, { method: 'POST', body });
      }),
  );
  const { received } = await replayTo(ok, file);
  expect(Buffer.from(received[0]!.body, 'latin1').toString()).toBe(body);
});
