import type { RequestListener } from 'node:http';
import { connect, createServer as createNetServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { joinPath } from '../../lib/cli/record-path';
import { signedRequest } from '../../lib/testing';
import { cli, urlAt } from '../support/cli';
import { rawClient, rawPost } from '../support/raw-client';
import { listening, plainAck, sdkAppId } from '../support/receiver';
import { linesOf, newFile, recording } from '../support/recorder';

interface Line {
  readonly version: number;
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  readonly bodyEncoding?: string;
  readonly bodyCut?: boolean;
  readonly reply?: { readonly status: number; readonly headers: readonly (readonly [string, string])[]; body: string };
  readonly ms: number;
  readonly error?: string;
}

const recordedIn = (file: string): Line[] => linesOf(file).map((line) => JSON.parse(line) as Line);

/** A server that keeps each request as it was received, and sends these bytes. */
const rawApp = async (reply: string | Buffer, use: (url: string, received: () => string) => Promise<void>) => {
  let received = '';
  const server = createNetServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      if (/\r\n\r\n/.test(received)) socket.write(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  try {
    await use(`http://127.0.0.1:${port}/tencent-callback`, () => received);
  } finally {
    server.close();
  }
};

const send = async (port: number, request: string | Buffer): Promise<string> => {
  const client = rawClient(port);
  await client.send(request);
  await client.replies();
  client.socket.destroy();
  return client.received();
};

const failAck = (code: number, info: string): string =>
  JSON.stringify({ ActionStatus: 'FAIL', ErrorInfo: info, ErrorCode: code });

describe('record', () => {
  it('passes a request and its reply on byte for byte, but for the path that it prepends', async () => {
    const file = newFile();
    const head =
      'HTTP/1.1 299 My Words\r\nX-b: 2\r\nx-A: 1\r\nX-b: 3\r\nContent-length: 7\r\nConnection: keep-alive\r\n\r\n';
    await rawApp(`${head}{"a":1}`, async (url, received) => {
      await recording(url, file, async (port) => {
        const fields = 'hOsT: tencent\r\nX-Two: 1\r\nx-two: 2\r\nContent-Length: 12\r\nConnection: keep-alive\r\n';
        const body = '{"名": 1.0}';
        const reply = await new Promise<string>((resolve) => {
          const socket = connect(port, '127.0.0.1');
          socket.on('data', (bytes) => resolve((socket.destroy(), String(bytes))));
          socket.write(`PATCH /live/%41?b=%20&a=1 HTTP/1.1\r\n${fields}\r\n${body}`);
        });
        expect(reply).toBe(`${head}{"a":1}`);
        expect(received()).toBe(
          Buffer.from(`PATCH /tencent-callback/live/%41?b=%20&a=1 HTTP/1.1\r\n${fields}\r\n${body}`).toString('latin1'),
        );
      });
    });
    expect(recordedIn(file)).toEqual([
      {
        version: 1,
        time: expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/),
        method: 'PATCH',
        path: '/live/%41?b=%20&a=1',
        headers: [
          ['hOsT', 'tencent'],
          ['X-Two', '1'],
          ['x-two', '2'],
          ['Content-Length', '12'],
          ['Connection', 'keep-alive'],
        ],
        body: '{"名": 1.0}',
        reply: {
          status: 299,
          headers: [
            ['X-b', '2'],
            ['x-A', '1'],
            ['X-b', '3'],
            ['Content-length', '7'],
            ['Connection', 'keep-alive'],
          ],
          body: '{"a":1}',
        },
        ms: expect.any(Number),
      },
    ]);
  });

  it('keeps bodies that are not UTF-8 as base64, and a line in one line', async () => {
    const file = newFile();
    const bytes = Buffer.from([0xff, 0, 0x0a, 0x80]);
    await listening(
      (request, response) => void request.pipe(response),
      (appPort) =>
        recording(urlAt(appPort), file, async (port) => {
          for (const body of [bytes, '"\u2028\u2029"\r\n']) {
            const reply = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
            expect(Buffer.from(await reply.arrayBuffer())).toEqual(Buffer.from(body));
          }
        }),
    );
    expect(recordedIn(file)).toMatchObject([
      { body: '/wAKgA==', bodyEncoding: 'base64', reply: { body: '/wAKgA==', bodyEncoding: 'base64' } },
      { body: '"\u2028\u2029"\r\n', reply: { body: '"\u2028\u2029"\r\n' } },
    ]);
    expect(linesOf(file).join('')).not.toMatch(/[\u2028\u2029]/);
  });

  it('passes on what comes in chunks', async () => {
    const file = newFile();
    await rawApp(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n',
      async (url, received) => {
        await recording(url, file, async (port) => {
          const socket = connect(port, '127.0.0.1');
          socket.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n');
          socket.write('4\r\nfour\r\n0\r\n\r\n');
          expect(await text(socket)).toMatch(/\r\nTransfer-Encoding: chunked\r\n[^]*\r\n3\r\nabc\r\n0\r\n\r\n$/);
        });
        expect(received()).toMatch(
          /^POST \/tencent-callback HTTP\/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n[^]*\r\n7\r\nonefour\r\n0\r\n\r\n$/,
        );
      },
    );
    expect(recordedIn(file)).toMatchObject([{ body: 'onefour', reply: { body: 'abc' } }]);
  });

  it('masks signatures and logins, wherever they are in the URL and the headers, and no other parameter', async () => {
    const file = newFile();
    const { query, body } = signedRequest({ sdkAppId, token: 'secret', command: 'Live.CallbackAfterCreateRoom' });
    const sign = /Sign=([0-9a-f]{64})/.exec(query)?.[1];
    await listening(
      (_request, response) => response.setHeader('Set-Cookie', 'session=secret').end(plainAck),
      (appPort) =>
        recording(urlAt(appPort), file, async (port) => {
          const headers = {
            Referer: `http://localhost/${query}`,
            'X-Original-URL': `/?sign%3d${sign}`,
            Authorization: 'Basic secret',
            Cookie: 'session=secret',
          };
          await send(port, rawPost(`/${query}`, body, headers));
        }),
    );
    const [line] = recordedIn(file);
    expect(linesOf(file)[0]).not.toContain('secret');
    expect(linesOf(file)[0]).not.toContain(sign);
    expect(line?.path).toBe(`/${query.replace(/Sign=\w+/, 'Sign=…')}`);
    expect(Object.fromEntries(line?.headers ?? [])).toMatchObject({
      Referer: `http://localhost/${query.replace(/Sign=\w+/, 'Sign=…')}`,
      'X-Original-URL': '/?sign%3d…',
      Authorization: '…',
      Cookie: '…',
    });
  });

  it('writes lines that check accepts', async () => {
    const file = newFile();
    const command = 'Live.CallbackAfterCreateRoom';
    await listening(
      (_request, response) => response.end(plainAck),
      (appPort) =>
        recording(urlAt(appPort), file, async (port) => {
          const { query, body } = signedRequest({ sdkAppId, command });
          await send(port, rawPost(`/${query}`, body));
        }),
    );
    const { code, out } = await cli(['check', file, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([{ command, bodies: 1, refused: 0, undocumented: [] }]);
  });

  it('ends with a summary, and listens on this machine only unless told otherwise', async () => {
    await listening(
      (_request, response) => response.end(plainAck),
      async (appPort) => {
        const { code, out, err } = await recording(urlAt(appPort), newFile(), (port) =>
          send(port, rawPost('/', '{}')).then(() => {}),
        );
        expect({ code, out, err }).toEqual({ code: 0, out: '1 requests, 0 without a reply of the app.', err: '' });
      },
    );
    const lines: string[] = [];
    const args = ['record', '--port', '0', '--forward', urlAt(9), '--out', newFile()];
    const world = { interrupted: () => AbortSignal.timeout(50), err: (line: string) => void lines.push(line) };
    await cli(args, world);
    await cli([...args, '--host', '::1'], world);
    expect(lines[0]).toMatch(
      /^Recording http:\/\/127\.0\.0\.1:\d+ for http:\/\/127\.0\.0\.1:9\/tencent-callback into /,
    );
    expect(lines[1]).toMatch(/^Recording http:\/\/\[::1\]:\d+ for /);
  });

  it('is wrong usage with an address that is in use, and with a login in the URL', async () => {
    await listening(
      (_request, response) => response.end(),
      async (port) => {
        const inUse = await cli(['record', '--port', String(port), '--forward', urlAt(9), '--out', newFile()]);
        expect(inUse).toMatchObject({ code: 2, out: '' });
        expect(inUse.err).toMatch(/^error: The address cannot be listened on: .*EADDRINUSE.*\. Give another --port or/);
      },
    );
    const login = await cli(['record', '--forward', 'http://me:secret@localhost/', '--out', newFile()]);
    expect(login).toMatchObject({ code: 2, out: '' });
    expect(login.err).toMatch(/^error: --forward cannot have a user name or a password/);
  });
});

describe('a request that the app does not reply to', () => {
  /** What Tencent gets, after how many milliseconds, and the line. */
  const exchange = async (app: RequestListener | undefined, request = rawPost('/', '{}')) => {
    const file = newFile();
    const run = async (appPort: number) => {
      await recording(urlAt(appPort), file, async (port) => {
        const start = performance.now();
        reply = (await send(port, request)).split('\r\n\r\n')[1] ?? '';
        ms = performance.now() - start;
      });
    };
    let reply = '';
    let ms = 0;
    if (app) await listening(app, run);
    else await run(9);
    return { reply, ms, line: recordedIn(file)[0]! };
  };

  it('is answered with FAIL when the app is down', async () => {
    const { reply, line } = await exchange(undefined);
    expect(reply).toBe(failAck(502, 'The app did not reply.'));
    expect(line).toMatchObject({
      body: '{}',
      reply: { status: 200, body: reply },
      error: 'The app did not reply: connect ECONNREFUSED 127.0.0.1:9.',
    });
  });

  it('is answered with FAIL in time when the app is slow', async () => {
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const { reply, ms, line } = await exchange((_request, response) => {
      setTimeout(() => response.end(plainAck), 5000).unref();
    });
    expect(reply).toBe(failAck(504, 'The app did not reply in time.'));
    // Tencent waits for 2000 ms. A loaded machine may take longer than what this leaves, so the timer itself is looked at.
    expect(timers).toHaveBeenCalledWith(expect.any(Function), 1900);
    expect(ms).toBeGreaterThan(1850);
    expect(ms).toBeLessThan(5000);
    timers.mockRestore();
    expect(line).toMatchObject({ reply: { body: reply }, error: 'The app did not reply in time.' });
  });

  it('is answered with FAIL when the app ends the connection within its reply, or replies without end', async () => {
    const cut = await exchange((_request, response) => {
      response.writeHead(200, { 'Content-Length': 100 }).write('{"ActionStatus":');
      setTimeout(() => response.destroy(), 20);
    });
    expect(cut.reply).toBe(failAck(502, 'The app did not reply.'));
    expect(cut.line.error).toBe('The app did not reply: the connection was closed.');
    const endless = await exchange((_request, response) => void response.end('x'.repeat(2 ** 20 + 1)));
    expect(endless.reply).toBe(failAck(502, 'The app did not reply.'));
    expect(endless.line.error).toBe('The app did not reply: the reply has more than 1048576 bytes.');
  });

  it('is answered with FAIL when its body is too large, or not there in time, and the app is left alone', async () => {
    const app = jest.fn();
    const large = await exchange(app, rawPost('/', 'x'.repeat(2 ** 22 + 1)));
    expect(large.reply).toBe(failAck(413, 'The body has more than 4194304 bytes.'));
    expect(large.line).toMatchObject({ bodyCut: true, error: 'The body has more than 4194304 bytes.' });
    const late = await exchange(app, rawPost('/', '{"CallbackCommand":', { 'Content-Length': '100' }));
    expect(late.reply).toBe(failAck(408, 'The request was not complete in time.'));
    expect(late.ms).toBeGreaterThan(1850);
    expect(late.line).toMatchObject({ body: '{"CallbackCommand":', bodyCut: true, error: expect.any(String) });
    expect(app).not.toHaveBeenCalled();
  });

  it('has no reply in the file when the sender went away', async () => {
    const file = newFile();
    await recording(urlAt(9), file, async (port) => {
      const client = rawClient(port);
      await client.send(rawPost('/', '{"', { 'Content-Length': '100' }));
      client.socket.destroy();
      await sleep(100);
    });
    const [line] = recordedIn(file);
    expect(line).toMatchObject({ body: '{"', bodyCut: true, error: 'The sender closed the connection.' });
    expect(line).not.toHaveProperty('reply');
  });

  it('does not count as such when the app was just closing the idle connection', async () => {
    let unanswered = 0;
    const server = createNetServer((socket) => {
      let isIdle = false;
      socket.on('error', () => {});
      socket.on('data', () => {
        if (isIdle) socket.resetAndDestroy();
        else socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${plainAck.length}\r\n\r\n${plainAck}`);
        if (isIdle) unanswered += 1;
        isIdle = true;
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const file = newFile();
    await recording(urlAt((server.address() as { port: number }).port), file, async (port) => {
      for (let count = 0; count < 6; count++) await send(port, rawPost('/', '{}'));
    });
    server.close();
    expect(unanswered).toBeGreaterThan(1);
    expect(recordedIn(file).map(({ reply, error }) => [reply?.body, error])).toEqual(
      Array.from({ length: 6 }, () => [plainAck, undefined]),
    );
  });
});

describe('at Ctrl-C', () => {
  it('requests in flight are answered and recorded before the end, and their connections close', async () => {
    const file = newFile();
    await listening(
      (_request, response) => void setTimeout(() => response.end(plainAck), 300),
      async (appPort) => {
        let socketEnded: Promise<string> | undefined;
        const { code } = await recording(urlAt(appPort), file, async (port) => {
          const socket = connect(port, '127.0.0.1');
          socket.write(rawPost('/', '{}'));
          socketEnded = text(socket);
          await sleep(100);
        });
        expect(code).toBe(0);
        expect(await socketEnded).toContain(plainAck);
      },
    );
    expect(recordedIn(file)).toHaveLength(1);
  });

  it('a connection ends with its own reply, so that no further request is lost on it', async () => {
    const ends: Promise<number>[] = [];
    await listening(
      (request, response) => void setTimeout(() => response.end(plainAck), request.url?.endsWith('slow') ? 900 : 300),
      (appPort) =>
        recording(urlAt(appPort), newFile(), async (port) => {
          for (const path of ['/slow', '/quick']) {
            const socket = connect(port, '127.0.0.1');
            socket.write(rawPost(path, '{}'));
            ends.push(text(socket).then(() => performance.now()));
          }
          await sleep(100);
        }),
    );
    const [slow = 0, quick = 0] = await Promise.all(ends);
    expect(slow - quick).toBeGreaterThan(300);
  });
});

describe('the path that a request is passed on to', () => {
  it.each([
    ['http://localhost/hook', '/?a=1', '/hook?a=1'],
    ['http://localhost/hook', '/', '/hook'],
    ['http://localhost/hook/', '/sub', '/hook/sub'],
    ['http://localhost', '/?a=/?b', '/?a=/?b'],
    ['http://localhost', '/sub?', '/sub'],
    ['http://localhost/hook?key=1', '/sub?a=%2F', '/hook/sub?key=1&a=%2F'],
    ['http://localhost/hook?key=1', '/', '/hook?key=1'],
  ])('of %s with %s is %s', (base, requested, path) => {
    expect(joinPath(new URL(base), requested)).toBe(path);
  });
});
