import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import {
  connect,
  constants,
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import express4 from 'express4';
import type { LiveWebhooks } from '../lib';
import { signedRequest } from '../lib/testing';
import { rawClient, rawPost, until } from './support/raw-client';
import { listening, path, plainAck, receiver, sdkAppId } from './support/receiver';

const seats = 'Mic.CallbackAfterSeatInfoChanged';
const { query, body } = signedRequest({ sdkAppId, command: seats });
const target = path + query;
const handlers = { [seats]: () => {} };

/** What something upstream may do to a response before the middleware sees it. */
type Upstream = (request: IncomingMessage, response: ServerResponse) => unknown;

const places: [string, (upstream: Upstream, webhooks: LiveWebhooks) => RequestListener][] = [
  ['Express 5', (upstream, webhooks) => express().use(asMiddleware(upstream), webhooks)],
  ['Express 4', (upstream, webhooks) => express4().use(asMiddleware(upstream), webhooks)],
  [
    'node:http',
    (upstream, webhooks) => (request, response) => {
      upstream(request, response);
      webhooks(request, response);
    },
  ],
];

const asMiddleware =
  (upstream: Upstream) =>
  (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    upstream(request, response);
    next();
  };

describe.each(places)('a response that something upstream has touched, in %s', (_name, place) => {
  let warning: jest.SpiedFunction<typeof process.emitWarning>;
  beforeEach(() => {
    warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
  });
  afterEach(() => warning.mockRestore());

  /** Delivers one event, and gives what was sent back when the exchange or the connection has ended. */
  const deliver = async (upstream: Upstream) => {
    const { webhooks, outcomes } = receiver({ handlers });
    let received = '';
    await listening(place(upstream, webhooks), async (port) => {
      const client = rawClient(port);
      let isClosed = false;
      client.socket.on('close', () => (isClosed = true));
      await client.send(rawPost(target, body, { Connection: 'close' }));
      await until(() => isClosed);
      await webhooks.drain();
      received = client.received();
    });
    return { received, outcomes };
  };

  it.each<[string, Upstream]>([
    ['flushed its headers', (_request, response) => response.flushHeaders()],
    ['begun a reply with writeHead', (_request, response) => response.writeHead(202, { 'X-Upstream': 'yes' })],
    ['written some of a reply', (_request, response) => response.write('early')],
  ])('is ended where upstream has %s, and the outcome says so once', async (_what, upstream) => {
    const { received, outcomes } = await deliver(upstream);
    expect(received).toMatch(/^HTTP\/1\.1 20[02] /);
    expect(received).toContain(plainAck);
    expect(outcomes).toMatchObject([
      { type: 'handled', replyError: { message: 'Something upstream had begun a reply of its own.' } },
    ]);
    expect(warning).not.toHaveBeenCalled();
  });

  it('is closed where upstream has replaced its end by one that throws', async () => {
    const cause = new Error('no end');
    const { received, outcomes } = await deliver((_request, response) => {
      response.end = () => {
        throw cause;
      };
    });
    expect(received).not.toContain(plainAck);
    expect(outcomes).toMatchObject([
      { type: 'handled', replyError: { message: 'The reply could not be written.', cause } },
    ]);
    expect(warning).toHaveBeenCalledTimes(1);
    expect(warning).toHaveBeenCalledWith('A reply to Tencent could not be written', {
      code: 'TENCENT_LIVE_WEBHOOKS_REPLY',
      detail: expect.stringContaining('no end'),
    });
  });

  it('is left alone where upstream has sent a reply of its own', async () => {
    const { received, outcomes } = await deliver((_request, response) => {
      response.writeHead(503).end('too slow');
    });
    expect(received).toContain('too slow');
    expect(received).not.toContain('ActionStatus');
    expect(outcomes).toMatchObject([
      { type: 'handled', replyError: { message: 'Something upstream had already sent a reply.' } },
    ]);
  });

  it('has neither the trailer, the chunks nor the compression that upstream wanted, and no error in its outcome', async () => {
    const { received, outcomes } = await deliver((_request, response) => {
      response.setHeader('Trailer', 'x').setHeader('Transfer-Encoding', 'chunked').setHeader('X-Kept', 'yes');
      response.setHeader('Content-Encoding', 'gzip');
    });
    expect(received).toMatch(/\r\nX-Kept: yes\r\n/);
    expect(received).toMatch(/\r\nContent-Length: 50\r\n/);
    expect(received).not.toMatch(/trailer|chunked|encoding/i);
    expect(outcomes[0]).not.toHaveProperty('replyError');
  });

  it('is given to the socket in one piece', async () => {
    let pieces: unknown[][] = [];
    const { received } = await deliver((request) => {
      pieces = jest.spyOn(request.socket, 'write').mock.calls;
    });
    expect(pieces.map(([piece]) => piece)).toEqual([received]);
  });

  it('goes to an end that upstream has wrapped', async () => {
    const ends: unknown[] = [];
    const { received } = await deliver((_request, response) => {
      const end = response.end.bind(response);
      response.end = (chunk: unknown) => {
        ends.push(chunk);
        return end(chunk);
      };
    });
    expect(ends).toEqual([plainAck]);
    expect(received.endsWith(`\r\n\r\n${plainAck}`)).toBe(true);
  });

  it('does not go to a write that upstream has wrapped', async () => {
    const write = jest.fn(() => true);
    const { received } = await deliver((_request, response) => {
      response.write = write;
    });
    expect(write).not.toHaveBeenCalled();
    expect(received.endsWith(`\r\n\r\n${plainAck}`)).toBe(true);
  });

  it('has no body for HEAD, also on a server that refuses one', async () => {
    const { webhooks, outcomes } = receiver({ handlers });
    const listener = place(() => {}, webhooks);
    for (const rejectNonStandardBodyWrites of [true, false]) {
      const server = createServer({ rejectNonStandardBodyWrites }, listener).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const client = rawClient((server.address() as AddressInfo).port);
      await client.send(`HEAD ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      await once(client.socket, 'close');
      server.close();
      expect(client.received()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n$/);
    }
    expect(outcomes.map(({ failure, replyError }) => [failure?.type, replyError])).toEqual(
      Array.from({ length: 2 }, () => ['wrong-method', undefined]),
    );
    expect(warning).not.toHaveBeenCalled();
  });

  it('says in its outcome that the client has gone before the reply', async () => {
    let leave = (): void => {};
    let closed: Promise<unknown> = Promise.resolve();
    const handler = async () => {
      leave();
      await closed;
    };
    const { webhooks, outcomes } = receiver({ handlers: { [seats]: handler } });
    const upstream: Upstream = (_request, response) => (closed = once(response, 'close'));
    await listening(place(upstream, webhooks), async (port) => {
      const client = rawClient(port);
      leave = () => client.socket.resetAndDestroy();
      await client.send(rawPost(target, body));
      await until(() => outcomes.length > 0);
    });
    expect(outcomes).toMatchObject([
      { type: 'handled', replyError: { message: 'The connection was closed before the reply.' } },
    ]);
  });
});

type Http2Reader = (request: Http2ServerRequest, response: Http2ServerResponse, webhooks: LiveWebhooks) => void;

describe('over HTTP/2', () => {
  /** Sends one request to an HTTP/2 server without TLS, and gives what came back when its stream has closed. */
  const deliver = async (
    listener: Parameters<typeof createHttp2Server>[1],
    whileOpen: (cancel: () => void) => void = () => {},
    sent: string | undefined = body,
  ) => {
    const server = createHttp2Server(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    try {
      const stream = session.request({ ':method': 'POST', ':path': target });
      let [status, text] = [0, ''];
      stream.on('response', (headers) => (status = headers[':status'] ?? 0));
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('error', () => {});
      const closed = new Promise((resolve) => stream.on('close', resolve));
      stream.end(sent);
      whileOpen(() => stream.close(constants.NGHTTP2_CANCEL));
      await closed;
      return { status, text };
    } finally {
      session.close();
      await new Promise((resolve) => server.close(resolve));
    }
  };

  it('answers without a warning of Node’s', async () => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { webhooks, outcomes } = receiver({ handlers });
    expect(await deliver(webhooks)).toEqual({ status: 200, text: plainAck });
    expect(outcomes[0]).toMatchObject({ type: 'handled' });
    expect(outcomes[0]).not.toHaveProperty('replyError');
    expect(warning).not.toHaveBeenCalled();
    warning.mockRestore();
  });

  it('says in the outcome that the client has gone before the reply', async () => {
    let leave = (): void => {};
    let closed: Promise<unknown> = Promise.resolve();
    const handler = async () => {
      leave();
      await closed;
    };
    const { webhooks, outcomes } = receiver({ handlers: { [seats]: handler } });
    await deliver(
      (request, response) => {
        closed = once(response, 'close');
        webhooks(request, response);
      },
      (cancel) => (leave = cancel),
    );
    await webhooks.drain();
    expect(outcomes).toMatchObject([
      { type: 'handled', replyError: { message: 'The connection was closed before the reply.' } },
    ]);
  });

  it('takes a body of 900 KiB', async () => {
    const handler = jest.fn();
    const { webhooks } = receiver({ handlers: { [seats]: handler } });
    const large = body.replace('{', `{"Padding":"${'x'.repeat(900 * 1024)}",`);
    expect(await deliver(webhooks, undefined, large)).toEqual({ status: 200, text: plainAck });
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it.each<[string, Http2Reader]>([
    ['this package', (request, response, webhooks) => webhooks(request, response)],
    [
      'something upstream',
      (request, response, webhooks) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          if (chunks.length === 1) setImmediate(() => webhooks(request, response));
        });
        request.on('end', () => Object.assign(request, { rawBody: Buffer.concat(chunks) }));
      },
    ],
  ])('does not take what a client has sent of a body and then abandoned, where %s reads it', async (_who, read) => {
    const handler = jest.fn();
    const { webhooks, outcomes } = receiver({ handlers: { [seats]: handler } });
    const server = createHttp2Server((request, response) => read(request, response, webhooks));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = session.request({ ':method': 'POST', ':path': target, 'content-length': '100000' });
    stream.on('error', () => {});
    // Complete JSON, and all that has come.
    stream.write(body);
    await sleep(50);
    stream.close(constants.NGHTTP2_CANCEL);
    await until(() => outcomes.length > 0);
    session.close();
    await new Promise((resolve) => server.close(resolve));
    expect(outcomes).toMatchObject([{ type: 'refused', failure: { type: 'client-gone' } }]);
    expect(handler).not.toHaveBeenCalled();
  });

  it('closes the stream where upstream has replaced its end by one that throws', async () => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { webhooks, outcomes } = receiver({ handlers });
    const { text } = await deliver((request, response) => {
      Object.assign(response, {
        end: () => {
          throw new Error('no end');
        },
      });
      webhooks(request, response);
    });
    expect(text).toBe('');
    expect(outcomes).toMatchObject([{ replyError: { message: 'The reply could not be written.' } }]);
    warning.mockRestore();
  });
});

describe('the listener itself', () => {
  it('has three parameters, which tell Connect’s adapters that it is middleware', () => {
    expect(receiver().webhooks).toHaveLength(3);
  });

  it('never calls the third', async () => {
    const next = jest.fn();
    const { webhooks } = receiver({ handlers });
    const server: RequestListener = (request, response) => webhooks(request, response, next);
    await listening(server, async (port) => {
      const client = rawClient(port);
      await client.send(rawPost(target, body) + rawPost(path, body));
      await client.replies(2);
    });
    expect(next).not.toHaveBeenCalled();
  });

  it('is a listener for a plain server as it stands', async () => {
    const { webhooks } = receiver({ handlers });
    const server = createServer(webhooks);
    await listening(
      (request, response) => void server.emit('request', request, response),
      async (port) => {
        const client = rawClient(port);
        await client.send(rawPost(target, body));
        expect(await client.replies()).toEqual([plainAck]);
      },
    );
  });
});
