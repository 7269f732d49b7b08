import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { sampleBody, signedRequest } from '../../lib/testing';
import { plainAck, sdkAppId } from '../support/receiver';
import { redisUrl } from '../support/redis';
import { blocks, read, repository } from './markdown';
import { documentedProject, token, unnamedBlocks } from './project';

const project = documentedProject();

jest.setTimeout(60_000);

/** What a module prints while it is sent the requests, and then the replies. */
const exchange = (module: string, requests: readonly object[], env: NodeJS.ProcessEnv = {}): Promise<string> =>
  project.node(
    [
      path.join(__dirname, 'exchange.mjs'),
      project.path(module),
      project.write('requests.json', JSON.stringify(requests)),
    ],
    env,
  );

const created = signedRequest({ sdkAppId, command: 'Live.CallbackAfterCreateRoom', token });

let complaints: readonly string[];
beforeAll(async () => {
  project.write('wrong.ts', project.read('README.md/app.ts').replace('Coins', 'Coin'));
  complaints = await project.compile();
});
afterAll(() => project.remove());

test('every block of code names its file in its first line', () => {
  expect(unnamedBlocks()).toEqual([]);
});

test('a block of code without the name of a file is noticed', () => {
  const page = '# Page\n\n```ts\nconst a = 1;\n```\n\n```ts\n// b.ts\nconst b = 1;\n```\n';
  expect(unnamedBlocks(['page.md'], () => page)).toEqual(['page.md:4']);
});

test('every block of code in the pages compiles, strictly', () => {
  const [wrong, ...others] = complaints.toSorted((a) => (a.startsWith('wrong.ts') ? -1 : 1));
  expect(others).toEqual([]);
  expect(wrong).toContain("error TS2551: Property 'Coin' does not exist");
});

test('the quick start answers signed requests, and refuses others', async () => {
  const command = 'Live.CallbackAfterChangeOwner';
  const gift = 'Live.CallbackBeforeSendGift';
  const { GiftWater } = sampleBody(gift);
  const dear = sampleBody(gift, { GiftWater: { ...GiftWater, Coins: 9000 } });
  const printed = await exchange('README.md/app.js', [
    signedRequest({ sdkAppId, command, token }),
    signedRequest({ sdkAppId, command: gift, token }),
    signedRequest({ sdkAppId, command: gift, body: dear, token }),
    signedRequest({ sdkAppId, command: gift }),
  ]);
  expect(printed.split('\n')).toEqual([
    `ignored ${command} undefined`,
    `handled ${gift} undefined`,
    `handled ${gift} undefined`,
    expect.stringMatching(/^refused undefined .*Sign/),
    plainAck,
    plainAck,
    '{"ActionStatus":"OK","ErrorInfo":"over the limit","ErrorCode":102101}',
    expect.stringMatching(/^\{"ActionStatus":"FAIL".*"ErrorCode":401\}$/),
    '',
  ]);
});

test('the quick start prints what the README shows', async () => {
  project.write(
    'README.md/started.js',
    `import { execFile } from 'node:child_process';
     import { once } from 'node:events';
     import { Server } from 'node:http';
     import { promisify } from 'node:util';
     let server;
     const { listen } = Server.prototype;
     Server.prototype.listen = function (...parameters) {
       server = this;
       return listen.apply(this, parameters);
     };
     await import('./app.js');
     if (!server.listening) await once(server, 'listening');
     const url = \`http://127.0.0.1:\${server.address().port}/tencent-callback\`;
     const parameters = ['send', url, 'Live.CallbackBeforeSendGift', '--set', 'GiftWater.Coins=9000'];
     const { stdout } = await promisify(execFile)(process.execPath, [process.env.CLI, ...parameters]);
     console.log(stdout.replace(url, 'http://localhost:3000/tencent-callback'));`,
  );
  const printed = await exchange('README.md/started.js', [], {
    CLI: path.join(repository, 'dist/cli/main.js'),
    SDK_APP_ID: String(sdkAppId),
  });
  const shown = blocks(read('README.md')).find(({ code }) => code.includes('HTTP 200'))!.code;
  const withoutTimes = (text: string) => text.replace(/RequestTime=\d+/, '').replace(/[\d.]+ ms/, '');
  expect(withoutTimes(printed).trim()).toBe(withoutTimes(shown).trim());
});

test.each(['room-kit.js', 'room-kit-io-ts.js'])('the handler of your own command gets its event: %s', async (file) => {
  const command = 'Room.CallbackAfterMemberEnter';
  const body = { CallbackCommand: command, RoomId: 'room', MemberList_Account: ['jared'], EventTime: 1703589922780 };
  const printed = await exchange(`handlers.md/${file}`, [signedRequest({ sdkAppId, command, body, token })]);
  expect(printed).toBe(`room [ 'jared' ]\n${plainAck}\n`);
});

test('failures are kept as they came', async () => {
  const body = '{ "CallbackCommand": ';
  await exchange('outcomes.md/keep-failures.js', [
    signedRequest({ sdkAppId, command: 'Live.CallbackAfterCreateRoom', body, token }),
    created,
  ]);
  const kept = JSON.parse(project.read('failed-webhooks.ndjson')) as { reason: string; body: string };
  expect(kept).toEqual({ reason: 'bad-json', body: Buffer.from(body).toString('base64') });
});

test('what Tencent does not document is logged once', async () => {
  const body = { ...sampleBody('Live.CallbackAfterMemberStateChanged'), Novelty: 1, EventCause: 'Banned' };
  const request = signedRequest({ sdkAppId, command: body.CallbackCommand, body, token });
  // Warnings go to standard error, which the exchange does not print.
  const module = project.write(
    'outcomes.md/printed-drift.js',
    "console.warn = console.log; export { webhooks } from './drift.js';",
  );
  const printed = await exchange(module, [request, request, created]);
  const lines = printed.split('\n').filter((line) => line.startsWith('Tencent sends'));
  expect(lines.map((line) => line.replace(/^.*: /, '')).toSorted()).toEqual([
    'Live.CallbackAfterMemberStateChanged EventCause (1 so far)',
    'Live.CallbackAfterMemberStateChanged Novelty (2 so far)',
  ]);
});

test('with a store in memory, an event that comes twice is handled once', async () => {
  const printed = await exchange('guarantees.md/memory.js', [created, created]);
  expect(printed).toMatch(/^created \S+ \S+ 1\n\{.*\}\n\{.*\}\n$/);
  expect(printed.split('\n').slice(1, 3)).toEqual([plainAck, plainAck]);
});

// The pages of BullMQ need a Redis, and a queue that no other suite uses.
(redisUrl === '' ? test.skip : test)('with BullMQ, a worker handles once what the web process has queued', async () => {
  const name = `docs-${randomUUID()}`;
  for (const file of ['web', 'worker']) {
    const code = project.read(`guarantees.md/${file}.js`).replaceAll("'tencent-live'", `'${name}'`);
    project.write(`queued/${file}.js`, code);
  }
  project.write('queued/handlers.js', project.read('guarantees.md/handlers.js'));
  project.write(
    'queued/both.js',
    `import { setTimeout as sleep } from 'node:timers/promises';
     import { queue, server } from './web.js';
     import './worker.js';
     export { webhooks } from './web.js';
     server.once('close', async () => {
       while ((await queue.getCompletedCount()) === 0) await sleep(20);
       await queue.obliterate({ force: true });
       process.exit(0);
     });`,
  );
  const printed = await exchange('queued/both.js', [created, created], { REDIS_URL: redisUrl });
  const lines = printed.trim().split('\n');
  expect(lines.filter((line) => line === plainAck)).toHaveLength(2);
  expect(lines.filter((line) => line.startsWith('created'))).toEqual([expect.stringMatching(/^created \S+ \S+ 1$/)]);
});

const runTest = (file: string, env: NodeJS.ProcessEnv = {}): Promise<string> =>
  project.node(['--test', '--test-reporter=tap', file], env);

test('the test of a handler passes, and fails when the handler changes', async () => {
  const tested = project.read('testing.md/app.test.js');
  project.write('changed/app.js', project.read('testing.md/app.js').replace('5000', '50000'));
  await expect(runTest('testing.md/app.test.js')).resolves.toContain('# pass 1\n');
  await expect(runTest(project.write('changed/app.test.js', tested))).rejects.toMatchObject({
    stdout: expect.stringContaining('102101'),
  });
});

test('the test with nothing installed passes with a token, and fails without', async () => {
  const file = 'testing.md/stale.test.js';
  await expect(runTest(file)).resolves.toContain('# pass 1\n');
  // A token that is not set must not go unnoticed.
  await expect(runTest(file, { TENCENT_WEBHOOK_TOKEN: undefined })).rejects.toMatchObject({
    stdout: expect.stringContaining('token must not be undefined'),
  });
});

test('shutting down waits for what is in progress', async () => {
  project.write(
    'guarantees.md/web.js',
    `import { createServer } from 'node:http';
     import { setTimeout as sleep } from 'node:timers/promises';
     import { liveWebhooks } from 'tencent-live-webhooks';
     const slow = async () => {
       process.emit('SIGTERM');
       await sleep(300);
       console.log('handled');
     };
     export const queue = { close: async () => console.log('queue closed') };
     export const webhooks = liveWebhooks({
       sdkAppId: ${sdkAppId}, token: false, deadlineMs: 50, handlers: { 'Live.CallbackAfterCreateRoom': slow },
     });
     export const server = createServer(webhooks).listen(3000);`,
  );
  const printed = await exchange('guarantees.md/shutdown.js', [created]);
  expect(printed.split('\n')).toEqual([expect.stringContaining('"ErrorCode":504'), 'handled', 'queue closed', '']);
});

test('shutting down ends although connections are kept alive and busy, and answers what it has taken', async () => {
  project.write(
    'guarantees.md/web.js',
    `import { createServer } from 'node:http';
     import { setTimeout as sleep } from 'node:timers/promises';
     import { liveWebhooks } from 'tencent-live-webhooks';
     export const queue = { close: async () => console.log('queue closed') };
     export const webhooks = liveWebhooks({
       sdkAppId: ${sdkAppId}, token: false, handlers: { 'Live.CallbackAfterCreateRoom': () => sleep(100) },
     });
     export const server = createServer(webhooks).listen(0);`,
  );
  const busy = project.write(
    'guarantees.md/busy.js',
    `import { Agent, request } from 'node:http';
     import { server } from './web.js';
     import './shutdown.js';
     const agent = new Agent({ keepAlive: true, maxSockets: 2 });
     const { query, headers, body } = ${JSON.stringify(signedRequest({ sdkAppId, command: 'Live.CallbackAfterCreateRoom' }))};
     const post = () => {
       const { port } = server.address();
       const sent = request({ port, path: '/' + query, method: 'POST', headers, agent }, (response) => {
         response.resume().on('end', () => server.listening && post());
       });
       sent.on('error', ({ code }) => console.log(code)).end(body);
     };
     post();
     post();
     setTimeout(() => process.emit('SIGTERM'), 250);
     setTimeout(() => console.log('still busy'), 3000).unref();`,
  );
  expect(await project.node([busy], {})).toBe('queue closed\n');
});
