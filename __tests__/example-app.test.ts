import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { memoryBoard } from '../example-app/src/memory-board';
import { sampleBody, signedRequest } from '../lib/testing';
import { describeWithRedis, redisUrl } from './support/redis';

const entry = join(__dirname, '../example-app/dist/main.js');
const sdkAppId = 1400000001;
const plainAck = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';
const members = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';
const gift = 'Live.CallbackBeforeSendGift';
/** The account on the seat of Tencent's sample. A JavaScript number would end in 680. */
const seated = '144115233775727695';

const running = new Set<ChildProcess>();

/** Runs the app with these settings and none of the test runner's own. */
const run = (settings: Readonly<Record<string, string>> = {}) => {
  const child = spawn(process.execPath, [entry], { env: { PATH: process.env['PATH'], PORT: '0', ...settings } });
  running.add(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const ended = once(child, 'close').then(([code]: unknown[]) => {
    running.delete(child);
    return { code, stdout, stderr };
  });

  return {
    child,
    ended,
    /** Everything printed so far. */
    output: () => stdout,
    /** The first capture of what the app prints, as soon as it has. */
    printed: async (pattern: RegExp): Promise<string> => {
      for (;;) {
        const match = pattern.exec(stdout);
        if (match) return match[1] ?? match[0];
        if (!running.has(child)) throw new Error(`The app ended before it printed ${String(pattern)}: ${stderr}`);
        await sleep(10);
      }
    },
  };
};

/** Runs the app until it listens. */
const start = async (settings: Readonly<Record<string, string>> = {}) => {
  const app = run(settings);
  const curl = await app.printed(/^(curl .*)\n/m);
  const url = await app.printed(/^Callback URL: (http:.*)\/tencent-callback\n/m);
  return { ...app, curl, url };
};

/** Waits for the log line with this text. */
const logged = (app: Pick<ReturnType<typeof run>, 'printed'>, part: string): Promise<string> =>
  app.printed(new RegExp(`^(\\{.*${part}.*)\n`, 'm'));

/** The log without the plain text that goes before it. */
const logOf = (output: string): string[] => output.split('\n').filter((line) => line.startsWith('{'));

const paste = async (command: string): Promise<string> =>
  (await promisify(execFile)('sh', ['-c', command], { env: { PATH: process.env['PATH'] } })).stdout;

const post = async (url: string, command: string, body?: unknown): Promise<unknown> => {
  const webhook = signedRequest({ sdkAppId, command, body });
  return (await fetch(`${url}/tencent-callback${webhook.query}`, webhook)).json();
};

const get = async (url: string): Promise<unknown[]> => {
  const response = await fetch(url);
  return [response.status, await response.json()];
};

const putNote = async (url: string, roomId: string, body: string): Promise<unknown[]> => {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${url}/api/rooms/${roomId}/note`, { method: 'PUT', headers, body });
  return [response.status, await response.json()];
};

/** A webhook of which the app has the head and not yet the body. */
const openWebhook = async (url: string) => {
  const { query, headers, body } = signedRequest({ sdkAppId, command: seats });
  const webhook = request(`${url}/tencent-callback${query}`, {
    method: 'POST',
    headers: { ...headers, 'Content-Length': body.length, Expect: '100-continue' },
  });
  const answered = once(webhook, 'response').then(([response]: IncomingMessage[]) => response && text(response));
  answered.catch(() => {});
  webhook.flushHeaders();
  await once(webhook, 'continue');
  return { answered, complete: () => webhook.end(body) };
};

beforeAll(() => {
  if (!existsSync(entry)) throw new Error('example-app/dist/main.js is missing: run `npm run build` first.');
});

afterEach(async () => {
  await Promise.all(
    [...running].map(async (child) => {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    }),
  );
});

describe('the curl command that the example app prints', () => {
  const hasCurl = spawnSync('curl', ['--version']).status === 0;
  if (!hasCurl) console.warn('curl is not installed: the command that the example app prints is NOT tested.');
  const itWithCurl = hasCurl ? it : it.skip;

  itWithCurl('works when I paste it, and the account id is whole in the API and in the log', async () => {
    const app = await start();
    expect(await paste(app.curl)).toBe(plainAck);

    const seat = { index: 1, account: seated, isLocked: false };
    const room = { roomId: 'rid-123', online: [], seats: [seat], gifts: [], note: '' };
    expect(await get(`${app.url}/api/rooms`)).toEqual([200, { rooms: [room] }]);
    expect(await get(`${app.url}/api/rooms/rid-123`)).toEqual([200, room]);
    expect(JSON.parse(await logged(app, seated))).toMatchObject({
      level: 30,
      outcome: 'handled',
      command: seats,
      event: { SeatList: [{ Member_Account: seated }] },
      errorCode: 0,
      durationMs: expect.any(Number),
    });
  });

  itWithCurl('is signed when I set a token, and the token is never shown', async () => {
    const token = "it's secret";
    const app = await start({ TENCENT_WEBHOOK_TOKEN: token });
    expect(await paste(app.curl)).toBe(plainAck);

    await logged(app, '"outcome":"handled"');
    expect(app.output()).toContain('valid for 60 seconds');
    expect(app.output()).not.toContain(token);
    expect(logOf(app.output()).join('\n')).not.toMatch(/Sign=|[0-9a-f]{64}/);
  });
});

describe('the example app', () => {
  it('says that it is well', async () => {
    const { url } = await start();
    expect(await get(`${url}/healthz`)).toEqual([200, { status: 'ok' }]);
  });

  it('shows who is on-line, until the room is destroyed', async () => {
    const { url } = await start();
    const online = sampleBody(members, { RoomId: '@TGS#1' });
    const destroyed = { RoomId: '@TGS#1', EventTime: online.EventTime + 1 };
    const room = `${url}/api/rooms/${encodeURIComponent('@TGS#1')}`;

    await post(url, members, online);
    expect(await get(room)).toMatchObject([200, { roomId: '@TGS#1', online: ['jared', 'tommy'] }]);

    await post(url, 'Live.CallbackAfterDestroyRoom', sampleBody('Live.CallbackAfterDestroyRoom', destroyed));
    expect(await get(room)).toEqual([404, { error: 'There is no room "@TGS#1".' }]);
    expect(await get(`${url}/api/rooms`)).toEqual([200, { rooms: [] }]);
  });

  it('allows a gift up to the limit and shows it, and denies one above it', async () => {
    const { url } = await start({ GIFT_LIMIT_COINS: '100' });
    const sample = sampleBody(gift);
    const worth = (Coins: number): unknown => ({ ...sample, GiftWater: { ...sample.GiftWater, Coins } });

    expect(await post(url, gift, worth(100))).toEqual({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
    const denied = { ActionStatus: 'OK', ErrorInfo: 'A gift may cost up to 100 coins.', ErrorCode: 102101 };
    expect(await post(url, gift, worth(101))).toEqual(denied);

    const shown = { from: 'from', to: ['to1'], giftId: 'gift1', count: 1, coins: 100, at: '2023-12-26T11:25:22.000Z' };
    expect(await get(`${url}/api/rooms/${sample.RoomId}`)).toMatchObject([200, { gifts: [shown] }]);
  });

  it('keeps a note for a room', async () => {
    const { url } = await start();
    await post(url, 'Live.CallbackAfterCreateRoom');
    const roomId = 'tandy-test-rest';
    expect(await putNote(url, roomId, '{"note": "birthday"}')).toEqual([200, { roomId, note: 'birthday' }]);
    expect(await get(`${url}/api/rooms/${roomId}`)).toMatchObject([200, { note: 'birthday' }]);
  });

  it.each([
    ['a note in broken JSON', 'rid-123', '{"note": ', 400, 'Bad request: Unexpected end of JSON input'],
    ['a note that is a number', 'rid-123', '{"note": 5}', 400, 'Send { "note": "…" } as JSON'],
    ['a body without a note', 'rid-123', '[]', 400, 'Send { "note": "…" } as JSON'],
    ['an empty body', 'rid-123', '', 400, 'Send { "note": "…" } as JSON'],
    ['a long note', 'rid-123', JSON.stringify({ note: 'x'.repeat(1001) }), 400, 'at most 1000 characters'],
    ['a huge note', 'rid-123', JSON.stringify({ note: 'x'.repeat(200_000) }), 413, 'too large'],
    ['a note for a room id that does not decode', '%E0%A4%A', '{"note": "hi"}', 400, '%E0%A4%A'],
    ['a note for a room it does not know', 'nowhere', '{"note": "hi"}', 404, 'There is no room "nowhere".'],
  ])('says clearly what is wrong with %s', async (_case, roomId, body, status, says) => {
    const { url } = await start();
    await post(url, seats);
    expect(await putNote(url, roomId, body)).toEqual([status, { error: expect.stringContaining(says) }]);
  });

  it('says that there is nothing at another path, as JSON', async () => {
    const { url } = await start();
    expect(await get(`${url}/api/seats`)).toEqual([404, { error: 'There is no GET /api/seats here.' }]);
  });

  it('refuses an unsigned webhook when I set a token', async () => {
    const app = await start({ TENCENT_WEBHOOK_TOKEN: 'secret' });
    expect(await post(app.url, seats)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 401 });
    expect(await get(`${app.url}/api/rooms`)).toEqual([200, { rooms: [] }]);
    expect(JSON.parse(await logged(app, 'unsigned'))).toMatchObject({ level: 40, outcome: 'refused', errorCode: 401 });
  });

  it('logs the body of a webhook that it could not read, at most 2000 bytes of it', async () => {
    const app = await start();
    const sent = `{ "Member_Account": ${seated}, ${' '.repeat(5000)}`;
    await post(app.url, seats, sent);
    expect(JSON.parse(await logged(app, 'bad-json'))).toMatchObject({
      level: 40,
      outcome: 'refused',
      reason: 'The body is not JSON. See whether a proxy changes it; onOutcome has the bytes.',
      errorCode: 400,
      body: sent.slice(0, 2000),
    });
  });

  it('logs no query string, wherever a webhook was sent to', async () => {
    const app = await start();
    const { query } = signedRequest({ sdkAppId, command: seats, token: 'secret' });
    for (const path of ['/tencent-callback', '/tencent-callback/rooms', '/api/rooms', '/']) {
      await fetch(app.url + path + query, { method: 'POST' });
    }
    await logged(app, '"path":"/"');
    expect(logOf(app.output()).join('\n')).not.toMatch(/Sign=|SdkAppid|[0-9a-f]{64}/);
  });
});

describeWithRedis('the example app with REDIS_URL set', () => {
  it('queues an event before it acknowledges it, and handles it from there', async () => {
    const app = await start({ REDIS_URL: redisUrl });
    // Another event than any run of this test has queued before.
    const EventTime = Date.now();
    expect(await post(app.url, seats, sampleBody(seats, { RoomId: `durable-${EventTime}`, EventTime }))).toMatchObject({
      ErrorCode: 0,
    });
    expect(JSON.parse(await logged(app, `durable-${EventTime}`))).toMatchObject({ outcome: 'queued' });

    const room = `${app.url}/api/rooms/durable-${EventTime}`;
    for (const end = Date.now() + 5000; (await get(room))[0] === 404 && Date.now() < end;) await sleep(20);
    expect(await get(room)).toMatchObject([200, { seats: [{ account: seated }] }]);

    app.child.kill('SIGTERM');
    expect((await app.ended).code).toBe(0);
  });

  it('answers within the deadline when there is no Redis', async () => {
    const app = await start({ REDIS_URL: 'redis://127.0.0.1:1' });
    expect(await post(app.url, members)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 503 });
  });
});

describe('a wrong setting of the example app is told in one sentence, without a stack', () => {
  const long = 'x'.repeat(129);

  it.each([
    ['PORT is a word', { PORT: 'http' }, 'PORT must be a whole number from 0 to 65535, not "http": set PORT=3000'],
    ['PORT is too large', { PORT: '65536' }, 'PORT must be a whole number from 0 to 65535, not "65536"'],
    ['PORT is empty', { PORT: '' }, 'PORT must be a whole number from 0 to 65535, not ""'],
    [
      'SDK_APP_ID is no integer',
      { SDK_APP_ID: '1.4e9' },
      'SDK_APP_ID must be a whole number of 1 or more, not "1.4e9"',
    ],
    ['SDK_APP_ID is 0', { SDK_APP_ID: '0' }, 'SDK_APP_ID must be a whole number of 1 or more, not "0": copy'],
    [
      'GIFT_LIMIT_COINS is negative',
      { GIFT_LIMIT_COINS: '-1' },
      'GIFT_LIMIT_COINS must be a whole number of 0 or more',
    ],
    ['LOG_LEVEL is unknown', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of trace, debug, info, warn, error,'],
    ['the token is empty', { TENCENT_WEBHOOK_TOKEN: '' }, 'TENCENT_WEBHOOK_TOKEN must have 1 to 128 characters, not 0'],
    ['the token is too long', { TENCENT_WEBHOOK_TOKEN: long }, 'TENCENT_WEBHOOK_TOKEN must have 1 to 128 characters'],
  ])('when %s', async (_case, settings, says) => {
    const { code, stdout, stderr } = await run(settings).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/^.*\.\n$/);
    expect(stderr).not.toContain(long);
  });

  it('when PORT belongs to another program', async () => {
    const { port } = new URL((await start()).url);
    const { code, stderr } = await run({ PORT: port }).ended;
    expect(code).toBe(1);
    expect(stderr).toBe(`Port ${port} is in use: stop what uses it, or choose another one with PORT.\n`);
  });
});

describe('stopping the example app', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('with %s lets a request that is open have its reply', async (signal) => {
    const app = await start();
    const webhook = await openWebhook(app.url);
    app.child.kill(signal);
    await logged(app, '"msg":"stopping"');
    await expect(fetch(`${app.url}/healthz`)).rejects.toThrow('fetch failed');

    webhook.complete();
    expect(await webhook.answered).toBe(plainAck);
    const { code, stdout } = await app.ended;
    expect(code).toBe(0);
    expect(stdout).toContain('"msg":"webhook handled"');
    expect(stdout).toContain('"msg":"stopped"');
  });

  it('tells a health check on a connection that is still open', async () => {
    const app = await start();
    const socket = connect(Number(new URL(app.url).port), 'localhost');
    const received = text(socket);
    await once(socket, 'connect');
    const webhook = await openWebhook(app.url);
    app.child.kill('SIGTERM');
    await logged(app, '"msg":"stopping"');

    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await received).toMatch(/^HTTP\/1\.1 503 [^]*\{"status":"stopping"\}$/);
    webhook.complete();
    expect((await app.ended).code).toBe(0);
  });

  it('happens at once with a second signal', async () => {
    const app = await start();
    await openWebhook(app.url);
    app.child.kill('SIGTERM');
    await logged(app, '"msg":"stopping"');
    app.child.kill('SIGTERM');
    expect((await app.ended).code).toBe(1);
  });
});

const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 12, minute));
const seat = (account: string) => ({ index: 0, account, isLocked: false });
const rose = (count: number) => ({ from: 'ann', to: ['bob'], giftId: 'rose', count, coins: 10 });

describe("the example app's board", () => {
  it('does not let an older event overwrite what is known of a member', async () => {
    const board = memoryBoard();
    await board.membersChanged('r', ['ann'], false, at(2));
    await board.membersChanged('r', ['ann', 'bob'], true, at(1));
    expect(await board.room('r')).toMatchObject({ online: ['bob'] });

    await board.membersChanged('r', ['ann'], true, at(3));
    expect(await board.room('r')).toMatchObject({ online: ['bob', 'ann'] });
  });

  it('keeps the same account in two rooms apart', async () => {
    const board = memoryBoard();
    await board.membersChanged('r1', ['ann'], true, at(1));
    await board.membersChanged('r2', ['ann'], false, at(2));
    expect(await board.room('r1')).toMatchObject({ online: ['ann'] });
    expect(await board.room('r2')).toMatchObject({ online: [] });
  });

  it('does not let an older report overwrite the seats', async () => {
    const board = memoryBoard();
    await board.seatsReported('r', [seat('ann')], at(2));
    await board.seatsReported('r', [seat('bob')], at(1));
    expect(await board.room('r')).toMatchObject({ seats: [seat('ann')] });

    await board.seatsReported('r', [], at(3));
    expect(await board.room('r')).toMatchObject({ seats: [] });
  });

  it('takes the same event twice as once', async () => {
    const board = memoryBoard();
    for (let times = 0; times < 2; times++) {
      await board.membersChanged('r', ['ann'], true, at(1));
      await board.seatsReported('r', [seat('ann')], at(1));
    }
    expect(await board.rooms()).toEqual([{ roomId: 'r', online: ['ann'], seats: [seat('ann')], gifts: [], note: '' }]);
  });

  it('closes a destroyed room, and an older event does not open it again', async () => {
    const board = memoryBoard();
    await board.roomCreated('r', at(1));
    await board.membersChanged('r', ['ann'], true, at(2));
    await board.setNote('r', 'birthday');
    await board.roomDestroyed('r', at(3));
    expect(await board.room('r')).toBeUndefined();

    await board.membersChanged('r', ['bob'], true, at(2));
    await board.seatsReported('r', [seat('bob')], at(3));
    await board.giftAllowed('r', rose(1), at(2));
    await board.roomCreated('r', at(1));
    expect(await board.rooms()).toEqual([]);
    expect(await board.setNote('r', 'too late')).toBe(false);

    await board.roomCreated('r', at(4));
    expect(await board.rooms()).toEqual([{ roomId: 'r', online: [], seats: [], gifts: [], note: '' }]);
  });

  it('starts afresh when a later room has the id of a destroyed one', async () => {
    const board = memoryBoard();
    await board.membersChanged('r', ['ann'], true, at(1));
    await board.seatsReported('r', [seat('ann')], at(1));
    await board.giftAllowed('r', rose(1), at(1));
    await board.setNote('r', 'birthday');
    await board.roomDestroyed('r', at(2));
    await board.roomCreated('r', at(3));
    expect(await board.rooms()).toEqual([{ roomId: 'r', online: [], seats: [], gifts: [], note: '' }]);
  });

  it('keeps what is later than the end of an earlier room, when that end is told late', async () => {
    const board = memoryBoard();
    await board.membersChanged('r', ['ann'], true, at(1));
    await board.giftAllowed('r', rose(1), at(1));
    await board.membersChanged('r', ['bob'], true, at(3));
    await board.seatsReported('r', [seat('bob')], at(3));
    await board.giftAllowed('r', rose(2), at(4));
    await board.roomDestroyed('r', at(2));
    const gifts = [{ ...rose(2), at: at(4) }];
    expect(await board.room('r')).toMatchObject({ online: ['bob'], seats: [seat('bob')], gifts });
  });

  it('shows the latest gifts first, and not more than it is told', async () => {
    const board = memoryBoard({ rooms: 1, membersPerRoom: 1, giftsPerRoom: 2 });
    for (const minute of [2, 3, 1]) await board.giftAllowed('r', rose(minute), at(minute));
    expect(await board.room('r')).toMatchObject({ gifts: [{ count: 3 }, { count: 2 }] });
  });

  it('forgets the rooms and members it has heard of least recently', async () => {
    const board = memoryBoard({ rooms: 2, membersPerRoom: 2, giftsPerRoom: 1 });
    for (const roomId of ['r1', 'r2', 'r1', 'r3']) await board.roomCreated(roomId, at(1));
    expect((await board.rooms()).map(({ roomId }) => roomId)).toEqual(['r3', 'r1']);

    for (const account of ['ann', 'bob', 'ann', 'cid']) await board.membersChanged('r3', [account], true, at(1));
    expect(await board.room('r3')).toMatchObject({ online: ['ann', 'cid'] });
  });
});
