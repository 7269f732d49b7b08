import path from 'node:path';
import { signedRequest } from '../../lib/testing';
import { plainAck, sdkAppId } from '../support/receiver';
import { documentedProject, token, unnamedBlocks } from './project';

const project = documentedProject();

jest.setTimeout(60_000);

/** What the module prints while it is sent the requests, and then the replies. */
const exchange = (module: string, requests: readonly object[]): Promise<string> =>
  project.node([
    path.join(__dirname, 'exchange.mjs'),
    project.write('module.js', module),
    project.write('requests.json', JSON.stringify(requests)),
  ]);

let complaints: readonly string[];
beforeAll(async () => {
  project.write('wrong.ts', project.read('README.md/app.ts').replace('Coins', 'Coin'));
  complaints = await project.compile();
});
afterAll(() => project.remove());

test('every block of code names its file in its first line', () => {
  expect(unnamedBlocks()).toEqual([]);
});

test('every block of code in the pages compiles, strictly', () => {
  const [wrong, ...others] = complaints.toSorted((a) => (a.startsWith('wrong.ts') ? -1 : 1));
  expect(others).toEqual([]);
  expect(wrong).toContain("error TS2551: Property 'Coin' does not exist");
});

test('the quick start answers signed requests, and refuses others', async () => {
  const command = 'Live.CallbackAfterChangeOwner';
  const gift = 'Live.CallbackBeforeSendGift';
  const printed = await exchange("import './README.md/server.js';", [
    signedRequest({ sdkAppId, command, token }),
    signedRequest({ sdkAppId, command: gift, token }),
    signedRequest({ sdkAppId, command: gift }),
  ]);
  expect(printed.split('\n')).toEqual([
    `ignored ${command} undefined`,
    `handled ${gift} undefined`,
    expect.stringMatching(/^refused undefined .*Sign/),
    plainAck,
    plainAck,
    expect.stringMatching(/^\{"ActionStatus":"FAIL".*"ErrorCode":401\}$/),
    '',
  ]);
});

test("the handler of a command of one's own gets its event", async () => {
  const command = 'Room.CallbackAfterMemberEnter';
  const body = { CallbackCommand: command, RoomId: 'room', MemberList_Account: ['jared'], EventTime: 1703589922780 };
  const printed = await exchange(`${project.compiledUnder('Your own commands')} export { webhooks };`, [
    signedRequest({ sdkAppId, command, body }),
  ]);
  expect(printed).toBe(`room [ 'jared' ]\n${plainAck}\n`);
});

test('express.json() may come first when it keeps the bytes', async () => {
  const printed = await exchange(
    `import express from 'express';
     import { liveWebhooks } from 'tencent-live-webhooks';
     export const app = express();
     ${project.compiledUnder('Where to mount it')}
     export const webhooks = liveWebhooks({
       sdkAppId: ${sdkAppId},
       handlers: { 'Mic.CallbackAfterSeatInfoChanged': (event) => console.log(event.SeatList[0].Member_Account) },
     });
     app.use('/tencent-callback', webhooks);`,
    [signedRequest({ sdkAppId, command: 'Mic.CallbackAfterSeatInfoChanged' })],
  );
  expect(printed).toBe(`144115233775727695\n${plainAck}\n`);
});

test('failures are kept as they came', async () => {
  const printed = await exchange(
    `globalThis.keep = async (why, body) => console.log(why, body.toString());
     ${project.compiledUnder('Failures')}`,
    [signedRequest({ sdkAppId, command: 'Live.CallbackAfterCreateRoom', body: '{ "CallbackCommand": ' })],
  );
  expect(printed).toMatch(/^bad-json \{ "CallbackCommand": \n/);
});

const runTest = (file: string, env: NodeJS.ProcessEnv = {}): Promise<string> =>
  project.node(['--test', '--test-reporter=tap', file], env);

test('the test of a handler passes, and fails when the handler changes', async () => {
  const tested = project.read('README.md/app.test.js');
  project.write('changed/app.js', project.read('README.md/app.js').replace('5000', '50000'));
  await expect(runTest('README.md/app.test.js')).resolves.toContain('# pass 1\n');
  await expect(runTest(project.write('changed/app.test.js', tested))).rejects.toMatchObject({
    stdout: expect.stringContaining('102101'),
  });
});

test('the test with nothing installed passes with a token, and fails without', async () => {
  const file = 'README.md/unsigned.test.js';
  await expect(runTest(file)).resolves.toContain('# pass 1\n');
  // The example of the README authenticates nothing then.
  await expect(runTest(file, { TENCENT_WEBHOOK_TOKEN: undefined })).rejects.toMatchObject({
    stdout: expect.stringContaining('# fail 1\n'),
  });
});

test('shutting down waits for what is under way', async () => {
  const printed = await exchange(
    `import { createServer } from 'node:http';
     import { setTimeout as sleep } from 'node:timers/promises';
     import { liveWebhooks } from 'tencent-live-webhooks';
     const slow = async () => {
       process.emit('SIGTERM');
       await sleep(300);
       console.log('handled');
     };
     const closes = (name) => ({ close: async () => console.log(name, 'closed') });
     const worker = closes('worker');
     const queue = closes('queue');
     const webhooks = liveWebhooks({
       sdkAppId: ${sdkAppId}, deadlineMs: 50, handlers: { 'Live.CallbackAfterCreateRoom': slow },
     });
     const server = createServer(webhooks).listen(3000);
     ${project.compiledUnder('Shut down')}`,
    [signedRequest({ sdkAppId, command: 'Live.CallbackAfterCreateRoom' })],
  );
  expect(printed.split('\n')).toEqual([
    expect.stringContaining('"ErrorCode":504'),
    'handled',
    'worker closed',
    'queue closed',
    '',
  ]);
});
