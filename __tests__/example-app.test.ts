import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { CannotStart, readConfig } from '../example-app/src/config';
import { signedRequest } from '../lib/testing';
import { embeddedDatabase } from './support/embedded-database';
import { get, killAll, post, run, sdkAppId, start, type OwnDatabase } from './support/example-app';
import { readBoard, watchBoard } from './support/watch-board';

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

  itWithCurl(
    'takes the curl command that it prints, with the account id whole on the board and in the log',
    async () => {
      expect(await paste(await app.printed(/^(curl .*)\n/m))).toBe(plainAck);

      const { rooms } = await readBoard(app.url);
      expect(rooms).toMatchObject([{ roomId: 'rid-123', online: 0, seats: [{ index: 1, account: seated }] }]);
      expect(JSON.parse(await logged(app, seated))).toMatchObject({
        level: 30,
        outcome: 'handled',
        command: seats,
        event: { SeatList: [{ Member_Account: seated }] },
        errorCode: 0,
        durationMs: expect.any(Number),
      });
    },
  );

  it('says that it is well', async () => {
    expect(await get(`${app.url}/healthz`)).toEqual([200, { status: 'ok' }]);
  });

  it('says that there is nothing at another path, as JSON', async () => {
    expect(await get(`${app.url}/api/seats`)).toEqual([404, { error: 'There is no GET /api/seats here.' }]);
  });

  it('lets the page load nothing from elsewhere, and nothing inline', async () => {
    const { status, headers } = await fetch(app.url);
    expect(status).toBe(200);
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'self';/);
  });

  it('logs the body of a webhook that it could not read, at most 2000 bytes of it', async () => {
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

  it('keeps a webhook of a command that it does not know', async () => {
    await post(app.url, 'Room.CallbackAfterMemberEnter', { CallbackCommand: 'Room.CallbackAfterMemberEnter' });
    await logged(app, '"outcome":"unknown"');
    const { feed } = await readBoard(app.url);
    expect(feed[0]).toMatchObject({ command: 'Room.CallbackAfterMemberEnter', outcome: 'unknown' });
  });

  it('logs no query string, wherever a webhook was sent to', async () => {
    const { query } = signedRequest({ sdkAppId, command: seats, token: 'secret' });
    for (const path of ['/tencent-callback', '/tencent-callback/rooms', '/api/board', '/']) {
      await fetch(app.url + path + query, { method: 'POST' });
    }
    await logged(app, '"method":"POST","path":"/"');
    expect(logOf(app.output()).join('\n')).not.toMatch(/Sign=|SdkAppid|[0-9a-f]{64}/);
  });

  it('does not share its data with a second process, and says which one has them', async () => {
    const [database] = databases;
    const { code, stderr } = await run(database?.settings).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(
      `is in use by process ${app.child.pid}: stop that one, choose another folder with DATA_DIR`,
    );
  }, 20_000);

  it('says so when PORT belongs to another program', async () => {
    const database = await embeddedDatabase();
    databases.push(database);
    const { port } = new URL(app.url);
    const { code, stderr } = await run({ ...database.settings, PORT: port }).ended;
    expect(code).toBe(1);
    expect(stderr).toBe(`Port ${port} is in use: stop what uses it, or choose another one with PORT.\n`);
  }, 20_000);
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

  it('refuses an unsigned webhook, and keeps that', async () => {
    expect(await post(app.url, seats)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 401 });
    expect(JSON.parse(await logged(app, 'unsigned'))).toMatchObject({ level: 40, outcome: 'refused', errorCode: 401 });
    await watchBoard(app.url, ({ feed: [latest] }) => latest?.outcome === 'unsigned' && latest.command === null);
  });
});

describe('the demo', () => {
  it('shows made-up rooms at once, says how to turn it off, and ends with the app', async () => {
    const app = await freshApp({ DEMO: 'on' });
    expect(app.output()).toContain('To turn it off: DEMO=off npm start');
    const board = await watchBoard(app.url, ({ rooms }) => rooms.filter(({ name }) => name !== null).length === 4);
    expect(board).toMatchObject({ isDemo: true, totals: { refusals: 0 } });
    expect(await app.stop()).toBe(0);
    const { stdout } = await app.ended;
    // At this log level, it says nothing about traffic that is fine.
    expect(logOf(stdout)).toEqual([]);
  }, 60_000);
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
      'REDIS_URL needs DATABASE_URL: the worker is a process',
    ],
    ['the token is empty', { TENCENT_WEBHOOK_TOKEN: '' }, 'TENCENT_WEBHOOK_TOKEN must have 1 to 128 characters, not 0'],
    ['the token is too long', { TENCENT_WEBHOOK_TOKEN: long }, 'TENCENT_WEBHOOK_TOKEN must have 1 to 128 characters'],
  ])('when %s', (_case, settings, says) => {
    const read = (): unknown => readConfig(settings);
    expect(read).toThrow(CannotStart);
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
    ['a worker is to work without a queue', 'worker', {}, 'The worker needs REDIS_URL and DATABASE_URL'],
  ] as const)(
    'and the process ends when %s',
    async (_case, process_, settings, says) => {
      const { code, stderr } = await run(settings, process_).ended;
      expect(code).toBe(1);
      expect(stderr).toContain(says);
      expect(stderr).toMatch(/^.*\.\n$/);
      expect(stderr).not.toContain(long);
    },
    20_000,
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
    20_000,
  );

  it('tells a health check on a connection that is still open', async () => {
    const app = await freshApp();
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
  }, 20_000);

  it('happens at once with a second signal', async () => {
    const app = await freshApp();
    await openWebhook(app.url);
    app.child.kill('SIGTERM');
    await logged(app, '"msg":"stopping"');
    app.child.kill('SIGTERM');
    expect((await app.ended).code).toBe(1);
  }, 20_000);
});
