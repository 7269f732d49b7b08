import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { readConfig } from '../example-app/src/config';
import { StartupError } from '../example-app/src/startup-error';
import { sampleBody, signedRequest } from '../lib/testing';
import { embeddedDatabase } from './support/embedded-database';
import {
  authorization,
  boardPassword,
  get,
  killAll,
  post,
  run,
  sdkAppId,
  start,
  type OwnDatabase,
} from './support/example-app';
import { loggedDelivery, readBoard, readDeliveries, readRoom, watchBoard } from './support/watch-board';

const plainAck = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';
const seats = 'Mic.CallbackAfterSeatInfoChanged';
/** The account on the seat of Tencent's sample. A JavaScript number would end in 680. */
const seated = '144115233775727695';

/** Waits for the log line with this text. */
const logged = (app: Pick<ReturnType<typeof run>, 'printed'>, part: string): Promise<string> =>
  app.printed(new RegExp(`^(\\{.*${part}.*)\n`, 'm'));

/** The log without the plain text that goes before it. */
const logOf = (output: string): string[] => output.split('\n').filter((line) => line.startsWith('{'));

const paste = async (command: string): Promise<string> =>
  (await promisify(execFile)('sh', ['-c', command], { env: { PATH: process.env['PATH'] } })).stdout;

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

/** Each app of this file begins with a database of its own, and it is kept for a restart. */
const databases: OwnDatabase[] = [];
const freshApp = async (settings: Readonly<Record<string, string>> = {}) => {
  const database = await embeddedDatabase();
  databases.push(database);
  return start({ ...database.settings, ...settings });
};

afterAll(async () => {
  await killAll();
  await Promise.all(databases.map((database) => database.drop()));
});

describe('the example app', () => {
  let app: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    app = await freshApp();
  }, 60_000);

  const hasCurl = spawnSync('curl', ['--version']).status === 0;
  if (!hasCurl) console.warn('curl is not installed: the command that the example app prints is NOT tested.');
  const itWithCurl = hasCurl ? it : it.skip;

  itWithCurl('takes the curl command that it prints, with the account id whole on the board', async () => {
    expect(await paste(await app.printed(/^(curl .*)\n/m))).toBe(plainAck);
    const { rooms } = await readBoard(app.url);
    expect(rooms).toMatchObject([{ roomId: 'rid-123', online: 0, seats: [1, 1] }]);
    expect((await readRoom(app.url, 'rid-123')).facts.seats).toMatchObject([{ index: 1, account: seated }]);
    expect(JSON.parse(await logged(app, '"handled"'))).toMatchObject({
      level: 30,
      outcome: 'handled',
      command: seats,
      eventId: expect.any(String),
      errorCode: 0,
      durationMs: expect.any(Number),
    });
  });

  it('lives, is ready, and listens on this machine only', async () => {
    expect(await get(`${app.url}/healthz`)).toEqual([200, { status: 'ok' }]);
    expect(await get(`${app.url}/readyz`)).toEqual([200, { status: 'ready', database: 'ok' }]);
    expect(new URL(app.url).hostname).toBe('127.0.0.1');
  });

  it.each(['/', '/api/board', '/api/stream', '/api/deliveries', '/metrics', '/style.css'])(
    'does not show %s without the password',
    async (path) => {
      const answers = await Promise.all([
        fetch(app.url + path),
        fetch(app.url + path, { headers: { Authorization: `Basic ${btoa('anyone:wrong')}` } }),
        fetch(app.url + path, { headers: { Authorization: `Bearer ${boardPassword}` } }),
      ]);
      for (const { status, headers } of answers) {
        expect(status).toBe(401);
        expect(headers.get('WWW-Authenticate')).toContain('Basic');
      }
    },
  );

  it('says that there is nothing at another path, as JSON', async () => {
    expect(await get(`${app.url}/api/seats`)).toEqual([404, { error: 'There is no GET /api/seats here.' }]);
  });

  it('answers a malformed path and parameter without an error of its own', async () => {
    for (const path of ['/rooms/%E0%A4%A', '/api/rooms/%E0%A4%A']) {
      expect(await get(app.url + path)).toEqual([400, { error: 'The request is malformed.' }]);
    }
    expect(await get(`${app.url}/api/rooms/%00`)).toEqual([404, { error: 'No event has mentioned this room.' }]);
    expect(await get(`${app.url}/api/deliveries?room=%00`)).toEqual([200, { deliveries: [] }]);
  });

  it('lets the page load nothing from elsewhere, and nothing inline', async () => {
    const { status, headers } = await fetch(app.url, { headers: authorization });
    expect(status).toBe(200);
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'self';/);
  });

  it('logs nothing that a user wrote', async () => {
    const message = 'Group.CallbackAfterSendMsg';
    const MsgBody = [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'a private word' } }];
    expect(await post(app.url, message, { ...sampleBody(message), MsgBody })).toMatchObject({ ErrorCode: 0 });
    await post(app.url, message, '{ "a private word"');
    expect(JSON.parse(await logged(app, 'bad-json'))).toMatchObject({
      level: 40,
      outcome: 'refused',
      reason: expect.stringContaining('The body is not JSON.'),
      errorCode: 400,
    });
    expect(app.output()).not.toContain('private');
    const { id } = await loggedDelivery(app.url, ({ failure }) => failure === 'bad-json');
    expect(await get(`${app.url}/api/deliveries/${id}`)).toMatchObject([200, { body: '{ "a private word"' }]);
  });

  it('stores a webhook of a command that it does not know', async () => {
    const body = { CallbackCommand: 'Room.CallbackAfterMemberEnter' };
    await post(app.url, 'Room.CallbackAfterMemberEnter', body);
    const { id } = await loggedDelivery(app.url, ({ outcome }) => outcome === 'unknown', 'group=unknown');
    expect(await get(`${app.url}/api/deliveries/${id}`)).toMatchObject([200, { body: JSON.stringify(body) }]);
  });

  it('logs no query string, wherever a webhook was sent to', async () => {
    const { query } = signedRequest({ sdkAppId, command: seats, token: 'secret' });
    for (const path of ['/tencent-callback', '/tencent-callback/rooms', '/api/board', '/']) {
      await fetch(app.url + path + query, { method: 'POST', headers: authorization });
    }
    await logged(app, '"method":"POST","path":"/"');
    expect(logOf(app.output()).join('\n')).not.toMatch(/Sign=|SdkAppid|[0-9a-f]{64}/);
  });

  it('does not share its data with a second process, and says so', async () => {
    const [database] = databases;
    const { code, stderr } = await run(database?.settings).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(
      'is in use by another process, perhaps in another container: stop that one, choose another folder with DATA_DIR',
    );
  }, 60_000);

  it('says so when PORT belongs to another program', async () => {
    const database = await embeddedDatabase();
    databases.push(database);
    const { port } = new URL(app.url);
    const { code, stderr } = await run({ ...database.settings, PORT: port }).ended;
    expect(code).toBe(1);
    expect(stderr).toBe(`Port ${port} is in use: stop the program that uses it, or choose another one with PORT.\n`);
  }, 60_000);
});

describe('the example app with a token', () => {
  const token = "it's secret";
  let app: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    app = await freshApp({ TENCENT_WEBHOOK_TOKEN: token });
  }, 60_000);

  it('prints a signed curl command, and never shows the token', async () => {
    expect(await paste(await app.printed(/^(curl .*)\n/m))).toBe(plainAck);
    await logged(app, '"outcome":"handled"');
    expect(app.output()).toContain('valid for 60 seconds');
    expect(app.output()).not.toContain(token);
    expect(logOf(app.output()).join('\n')).not.toMatch(/Sign=|[0-9a-f]{64}/);
  });

  it('refuses unsigned webhooks: it counts all of them and keeps a few', async () => {
    const unsigned = Array.from({ length: 60 }, () => post(app.url, seats));
    for (const reply of await Promise.all(unsigned))
      expect(reply).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 401 });
    expect(JSON.parse(await logged(app, 'unsigned'))).toMatchObject({ level: 40, outcome: 'refused', errorCode: 401 });
    await watchBoard(app.url, ({ counts }) => counts['outcome refused unsigned'] === 60);
    const kept = await readDeliveries(app.url, 'failure=unsigned');
    // Ten in a minute; the minute may change in between.
    expect([10, 20]).toContain(kept.length);
    expect(kept[0]).toMatchObject({ outcome: 'refused', command: null });
  }, 60_000);

  it('accepts signed webhooks during a flood of unsigned ones', async () => {
    const flood = new AbortController();
    const flooding = Array.from({ length: 20 }, async () => {
      while (!flood.signal.aborted) await post(app.url, seats);
    });
    const replies: unknown[] = [];
    for (let sent = 0; sent < 20; sent++) {
      const webhook = signedRequest({ sdkAppId, command: seats, token });
      replies.push(await (await fetch(`${app.callbackUrl}${webhook.query}`, webhook)).json());
    }
    flood.abort();
    await Promise.all(flooding);
    expect(replies).toEqual(Array.from({ length: 20 }, () => JSON.parse(plainAck)));
  }, 30_000);
});

describe('the example app on every network', () => {
  it('keeps the page on this machine, at the next port', async () => {
    const app = await freshApp({ HOST: '0.0.0.0', BOARD_PORT: '0' });
    expect(new URL(app.url).hostname).toBe('127.0.0.1');
    expect(new URL(app.url).port).not.toBe(new URL(app.callbackUrl).port);
    for (const path of ['/', '/api/board', '/metrics']) {
      expect((await fetch(new URL(path, app.callbackUrl), { headers: authorization })).status).toBe(404);
    }
    expect(await post(new URL(app.callbackUrl).origin, seats)).toMatchObject({ ErrorCode: 0 });
    expect(await readBoard(app.url)).toMatchObject({ rooms: [{ roomId: 'rid-123' }] });
  }, 60_000);
});

describe('the minimal example', () => {
  it('prints typed events with every digit, and denies an expensive gift', async () => {
    // The system chooses a free port, which the example then gets.
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');

    const app = run({ PORT: String(port) }, 'minimal');
    await app.printed(/^Callback URL: /m);
    const url = `http://127.0.0.1:${port}`;
    expect(await post(url, seats)).toEqual(JSON.parse(plainAck));
    await app.printed(new RegExp(`^rid-123 1 ${seated}$`, 'm'));
    expect(await post(url, 'Live.CallbackAfterMemberStateChanged')).toEqual(JSON.parse(plainAck));
    await app.printed(/room_id Online/);

    const gift = 'Live.CallbackBeforeSendGift';
    const { GiftWater } = sampleBody(gift);
    expect(await post(url, gift)).toMatchObject({ ErrorCode: 0 });
    const expensive = sampleBody(gift, { GiftWater: { ...GiftWater, Coins: 5001 } });
    expect(await post(url, gift, expensive)).toMatchObject({ ActionStatus: 'OK', ErrorCode: 102101 });
    await app.stop();
  }, 20_000);
});

describe('the demo', () => {
  it('shows made-up rooms at once, says how to turn it off, and ends with the app', async () => {
    const database = await embeddedDatabase();
    databases.push(database);
    const app = await start({ ...database.settings, DEMO: 'on' }, ['BOARD_PASSWORD']);
    const { status } = await fetch(app.url);
    expect(status).toBe(200);
    expect(app.output()).toContain('To turn it off: DEMO=off npm start');
    const board = await watchBoard(app.url, ({ rooms }) => rooms.filter(({ name }) => name !== null).length === 4);
    expect(board).toMatchObject({ isDemo: true, health: { refused: 0 } });
    expect(await app.stop()).toBe(0);
    const { stdout } = await app.ended;
    // At this log level, it says nothing about traffic that is fine.
    expect(logOf(stdout)).toEqual([]);
  }, 60_000);
});

describe('the settings of the example app', () => {
  const read = (settings: Readonly<Record<string, string>> = {}) =>
    readConfig({ BOARD_PASSWORD: boardPassword, ...settings });

  it('let everything listen on this machine only, at one port, unless they say otherwise', () => {
    const here = '127.0.0.1';
    expect(read()).toMatchObject({ host: here, port: 3000, boardHost: here, boardPort: 3000 });
    expect(read({ PORT: '80' })).toMatchObject({ port: 80, boardPort: 80 });
    expect(read({ HOST: '0.0.0.0' })).toMatchObject({ host: '0.0.0.0', port: 3000, boardHost: here, boardPort: 3001 });
    expect(read({ HOST: '::', BOARD_PORT: '9000' })).toMatchObject({ host: '::', boardHost: here, boardPort: 9000 });
  });

  it('are those of the demo without SDK_APP_ID, which needs no password and makes up a token', () => {
    expect(readConfig({})).toMatchObject({ isDemo: true, boardPassword: undefined, logLevel: 'warn' });
    expect(readConfig({}).token).toMatch(/^[0-9a-f]{32}$/);
    expect(read({ SDK_APP_ID: '7' })).toMatchObject({ isDemo: false, sdkAppId: 7, token: false, logLevel: 'info' });
    expect(read({ SDK_APP_ID: '7' })).toMatchObject({ giftLimitCoins: 5000, keepRows: 200_000, redisUrl: undefined });
  });
});

describe('a wrong setting of the example app is reported in one sentence, without a stack', () => {
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
    ['DEMO is unknown', { DEMO: 'yes' }, 'DEMO must be one of on, off, not "yes", or unset.'],
    ['DATA_DIR is empty', { DATA_DIR: '' }, 'DATA_DIR must not be empty: set it to a folder, or unset it.'],
    [
      'DATABASE_URL is for another database',
      { DATABASE_URL: `mysql://u:${long}@h` },
      'DATABASE_URL must be a URL that',
    ],
    ['REDIS_URL is no URL', { REDIS_URL: 'localhost:6379' }, 'REDIS_URL must be a URL that begins with redis://'],
    [
      'REDIS_URL is set alone',
      { REDIS_URL: 'redis://localhost' },
      'REDIS_URL needs DATABASE_URL: the worker is another process',
    ],
    ['HOST is a name', { HOST: 'localhost' }, 'HOST must be an IP address, not "localhost": set HOST=127.0.0.1'],
    ['there is no password', { BOARD_PASSWORD: undefined }, 'BOARD_PASSWORD is not set: the page shows'],
    ['the password is short', { BOARD_PASSWORD: 'secret' }, 'BOARD_PASSWORD must have 12 characters or more, not 6.'],
    ['KEEP_ROWS is small', { KEEP_ROWS: '10' }, 'KEEP_ROWS must be a whole number of 1000 or more, not "10"'],
    ['the token is empty', { TENCENT_WEBHOOK_TOKEN: '' }, 'TENCENT_WEBHOOK_TOKEN must have 1 to 128 characters, not 0'],
    ['the token is too long', { TENCENT_WEBHOOK_TOKEN: long }, 'TENCENT_WEBHOOK_TOKEN must have 1 to 128 characters'],
  ])('when %s', (_case, settings, says) => {
    const read = (): unknown => readConfig({ DEMO: 'off', BOARD_PASSWORD: boardPassword, ...settings });
    expect(read).toThrow(StartupError);
    expect(read).toThrow(says);
    expect(read).toThrow(/^[^\n]*\.$/);
    expect(read).not.toThrow(long);
  });

  it.each([
    ['PORT is a word', 'main', { PORT: 'http' }, 'PORT must be a whole number'],
    ['DATA_DIR is a file', 'main', { DATA_DIR: __filename }, 'DATA_DIR cannot be written to (Error: E'],
    [
      'no PostgreSQL answers',
      'main',
      { DATABASE_URL: `postgres://u:${long}@127.0.0.1:1/x` },
      'PostgreSQL does not answer',
    ],
    ['a worker is to work without a queue', 'worker', {}, 'The worker needs DATABASE_URL'],
    [
      'events are to be queued without a database',
      'main',
      { QUEUE: 'on', BOARD_PASSWORD: 'a long password' },
      'QUEUE=on needs DATABASE_URL',
    ],
  ] as const)(
    'and the process ends when %s',
    async (_case, process_, settings, says) => {
      const { code, stderr } = await run(settings, process_).ended;
      expect(code).toBe(1);
      expect(stderr).toContain(says);
      expect(stderr).toMatch(/^.*\.\n$/);
      expect(stderr).not.toContain(long);
    },
    60_000,
  );
});

describe('stopping the example app', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'with %s lets a request that is open have its reply',
    async (signal) => {
      const app = await freshApp();
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
    },
    60_000,
  );

  it('is not ready any more, for who asks on a connection that is still open', async () => {
    const app = await freshApp();
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    const received = text(socket);
    await once(socket, 'connect');
    const webhook = await openWebhook(app.url);
    app.child.kill('SIGTERM');
    await logged(app, '"msg":"stopping"');

    socket.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await received).toMatch(/^HTTP\/1\.1 503 [^]*\{"status":"stopping"\}$/);
    webhook.complete();
    expect((await app.ended).code).toBe(0);
  }, 60_000);

  it('happens at once with a second signal', async () => {
    const app = await freshApp();
    await openWebhook(app.url);
    app.child.kill('SIGTERM');
    await logged(app, '"msg":"stopping"');
    app.child.kill('SIGTERM');
    expect((await app.ended).code).toBe(1);
  }, 60_000);
});
