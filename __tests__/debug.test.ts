import { spawnSync } from 'node:child_process';

const secret = 'a secret token';
const account = 'viewer-4711';

/**
 * A process with the built package, which gets a good delivery, one whose handler throws, one that is refused, one that
 * is unknown, and, where its store is down and something upstream has replied already, one of a command of its own.
 */
const script = `
  const { createServer } = require('node:http');
  const t = require('io-ts');
  const { after, liveWebhooks } = require('./dist');
  const { sampleBody, signedRequest } = require('./dist/testing');
  const [sdkAppId, command, token] = [1400000001, 'Live.CallbackAfterMemberStateChanged', '${secret}'];
  const handlers = { [command]: ({ RoomId }) => { if (RoomId === 'broken') throw new Error('${secret}'); } };
  const webhooks = liveWebhooks({ sdkAppId, token, handlers });
  const down = () => Promise.reject(new Error('${secret}'));
  const own = liveWebhooks({
    sdkAppId,
    token,
    commands: { 'Room.X': after(t.record(t.string, t.union([t.string, t.number]))) },
    handlers: { 'Room.X': () => {} },
    dedupe: { store: { begin: down, complete: down, abandon: down } },
  });
  const server = createServer((request, response) => {
    if (!request.url.startsWith('/own')) return webhooks(request, response);
    response.end('upstream');
    own(request, response);
  });
  server.listen(0, '127.0.0.1', async () => {
    const send = async (body, signedWith, path = '/') => {
      const { query, ...sent } = signedRequest({ sdkAppId, command, body, token: signedWith });
      await (await fetch('http://127.0.0.1:' + server.address().port + path + query, sent)).text();
    };
    const body = sampleBody(command, { MemberList: [{ Member_Account: '${account}' }] });
    await send(body, token);
    await send({ ...body, RoomId: 'broken' }, token);
    await send(body, 'another token');
    await send({ CallbackCommand: 'No.Such\\nCommand' }, token);
    await send({ CallbackCommand: 'Room.X', EventTime: 1 }, token, '/own');
    await send({ CallbackCommand: 'Room.X', 'a\\n\\u001b]0;': true }, token, '/own');
    server.close();
    server.closeAllConnections();
  });`;

const stderrWith = (env: NodeJS.ProcessEnv): string => {
  const { stderr, status } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    // The store that is down is a process warning, too.
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...env },
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
      /handled "Room\.X" in .*, answered OK 0; deduplication store: The store failed\.; reply: Something upstream had already sent a reply\.$/,
      /refused "Room\.X" in .*; bad-payload: In the body, a\\u\{a\}\\u\{1b\}\]0; should be .*; reply: Something upstream/,
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
