import { spawnSync } from 'node:child_process';

const secret = 'a secret token';
const account = 'viewer-4711';

/** A process with the built package, which gets a good delivery, one whose handler throws, and two that are refused. */
const script = `
  const { createServer } = require('node:http');
  const { liveWebhooks } = require('./dist');
  const { sampleBody, signedRequest } = require('./dist/testing');
  const [sdkAppId, command, token] = [1400000001, 'Live.CallbackAfterMemberStateChanged', '${secret}'];
  const handlers = { [command]: ({ RoomId }) => { if (RoomId === 'broken') throw new Error('${secret}'); } };
  const server = createServer(liveWebhooks({ sdkAppId, token, handlers }));
  server.listen(0, '127.0.0.1', async () => {
    const send = async (body, signedWith) => {
      const { query, ...sent } = signedRequest({ sdkAppId, command, body, token: signedWith });
      await (await fetch('http://127.0.0.1:' + server.address().port + query, sent)).text();
    };
    const body = sampleBody(command, { MemberList: [{ Member_Account: '${account}' }] });
    await send(body, token);
    await send({ ...body, RoomId: 'broken' }, token);
    await send(body, 'another token');
    await send({ CallbackCommand: 'No.Such\\nCommand' }, token);
    server.close();
    server.closeAllConnections();
  });`;

const stderrWith = (env: NodeJS.ProcessEnv): string => {
  const { stderr, status } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 20_000,
  });
  expect(status).toBe(0);
  return stderr;
};

describe('NODE_DEBUG=tencent-live-webhooks', () => {
  const lines = stderrWith({ NODE_DEBUG: 'tencent-live-webhooks' }).trim().split('\n');

  it('writes one line per delivery: how it ended, what was answered, and why', () => {
    const each = [
      /handled "Live\.CallbackAfterMemberStateChanged" in \d+\.\d ms, answered OK 0$/,
      /failed "Live\.CallbackAfterMemberStateChanged" in \d+\.\d ms, answered FAIL 500; handler-failed: The handler failed/,
      /refused in \d+\.\d ms, answered FAIL 401; bad-signature: Sign does not belong to RequestTime/,
      /unknown "No\.Such\\u\{a\}Command" in \d+\.\d ms, answered OK 0$/,
    ];
    expect(lines).toEqual(each.map((pattern) => expect.stringMatching(pattern)));
  });

  it('writes no token, no signature and nothing of a body', () => {
    const text = lines.join('\n');
    expect(text).not.toContain(secret);
    expect(text).not.toContain(account);
    expect(text).not.toMatch(/[0-9a-f]{64}/);
  });

  it('is what makes it write anything', () => {
    expect(stderrWith({ NODE_DEBUG: 'another' })).toBe('');
  });
});
