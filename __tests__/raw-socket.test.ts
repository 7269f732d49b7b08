import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedRequest } from '../lib/testing';
import { rawClient, rawPost, until } from './support/raw-client';
import { listening, mounts, path, plainAck, receiver, sdkAppId } from './support/receiver';

const seats = 'Mic.CallbackAfterSeatInfoChanged';
const { query, body } = signedRequest({ sdkAppId, command: seats });
const target = path + query;
const handlers = { [seats]: () => {} };

const failure = (code: number): unknown => ({ ActionStatus: 'FAIL', ErrorInfo: expect.any(String), ErrorCode: code });
const json = (text: string | undefined): unknown => JSON.parse(text ?? '');

describe.each(mounts)('over a raw connection to %s', (_name, mount) => {
  it('takes a body that drips in byte by byte without a Content-Type', async () => {
    const { webhooks } = receiver({ handlers });
    await listening(mount(webhooks), async (port) => {
      const client = rawClient(port);
      await client.send(rawPost(target, '', { 'Content-Length': String(body.length) }));
      for (const byte of body) await client.send(byte);
      expect(await client.replies()).toEqual([plainAck]);
    });
  });

  it('refuses a body that is not complete at the deadline, then serves the next request', async () => {
    const { webhooks, outcomes } = receiver({ handlers, deadlineMs: 60 });
    await listening(mount(webhooks), async (port) => {
      const client = rawClient(port);
      await client.send(rawPost(target, body.slice(0, 9), { 'Content-Length': String(body.length) }));
      expect((await client.replies()).map(json)).toEqual([failure(408)]);
      expect(outcomes).toMatchObject([{ failure: { type: 'body-late' } }]);
      expect(outcomes[0]?.durationMs).toBeGreaterThanOrEqual(50);

      await client.send(body.slice(9));
      await client.send(rawPost(target, body));
      expect((await client.replies(2))[1]).toBe(plainAck);
    });
  });

  it('leaves nothing behind when the client disconnects half way', async () => {
    const { webhooks, outcomes } = receiver({ handlers, deadlineMs: 1900 });
    await listening(mount(webhooks), async (port) => {
      const client = rawClient(port);
      await client.send(rawPost(target, body.slice(0, 9), { 'Content-Length': String(body.length) }));
      await sleep(30);
      client.socket.resetAndDestroy();
      await until(() => outcomes.length > 0);

      expect(outcomes).toMatchObject([{ type: 'refused', failure: { type: 'client-gone' } }]);
      // Resolves only when nothing is under way any more; the deadline is a minute off.
      await webhooks.drain();
      expect(client.received()).toBe('');
    });
  });

  it('sees a connection that was closed before its body was complete', async () => {
    const { webhooks, outcomes } = receiver({ handlers });
    await listening(mount(webhooks), async (port) => {
      const client = rawClient(port);
      await client.send(rawPost(target, body.slice(0, 9), { 'Content-Length': String(body.length) }));
      client.socket.end();
      await until(() => outcomes.length > 0);
      expect(outcomes).toMatchObject([{ failure: { type: 'client-gone' } }]);
    });
  });

  it('finishes the handler of a client that left without waiting for the answer', async () => {
    const work = new EventEmitter();
    const handler = jest.fn(async () => void (await once(work, 'finish')));
    const { webhooks, outcomes } = receiver({ handlers: { [seats]: handler } });
    await listening(mount(webhooks), async (port) => {
      const client = rawClient(port);
      await client.send(rawPost(target, body));
      await until(() => handler.mock.calls.length > 0);
      client.socket.resetAndDestroy();
      await sleep(20);
      work.emit('finish');
      await webhooks.drain();
      expect(outcomes).toMatchObject([{ type: 'handled' }]);
    });
  });

  it('answers before an oversized body has been sent, and reads none of it', async () => {
    const { webhooks } = receiver({ handlers });
    await listening(mount(webhooks), async (port) => {
      const client = rawClient(port);
      await client.send(rawPost(target, '', { 'Content-Length': '1000000000' }));
      expect((await client.replies()).map(json)).toEqual([failure(413)]);
    });
  });

  it('answers as soon as a chunked body passes the limit, and serves the next request after the rest of it', async () => {
    const { webhooks, outcomes } = receiver({ handlers, bodyLimitBytes: 1000 });
    const chunk = `3e8\r\n${'x'.repeat(1000)}\r\n`;
    await listening(mount(webhooks), async (port) => {
      const client = rawClient(port);
      await client.send(
        `POST ${target} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}${chunk}`,
      );
      expect((await client.replies()).map(json)).toEqual([failure(413)]);
      expect(outcomes[0]?.rawBody).toBeUndefined();

      for (let sent = 0; sent < 2000; sent++) await client.send(chunk);
      await client.send(`0\r\n\r\n${rawPost(target, body)}`);
      expect((await client.replies(2))[1]).toBe(plainAck);
    });
  });

  it.each([
    ['a method that is not POST', rawPost(target, body).replace('POST', 'PUT'), 405],
    ['a bad URL', rawPost(path, body), 400],
    ['another application', rawPost(target.replace(String(sdkAppId), '1'), body), 403],
    ['a body too large', rawPost(target, 'x'.repeat(2_000_000)), 413],
    ['a compressed body', rawPost(target, body, { 'Content-Encoding': 'gzip' }), 415],
    ['a body that is not JSON', rawPost(target, 'x'.repeat(10_000)), 400],
    ['a payload that does not decode', rawPost(target, '{}'), 422],
  ])('serves the next request of the connection after refusing %s', async (_what, refused, code) => {
    const { webhooks } = receiver({ handlers });
    await listening(mount(webhooks), async (port) => {
      const client = rawClient(port);
      await client.send(refused);
      await client.send(rawPost(target, body));
      const [first, second] = await client.replies(2);
      expect(json(first)).toEqual(failure(code));
      expect(second).toBe(plainAck);
    });
  });

  it('serves the next request after something upstream has read a part of the body', async () => {
    const { webhooks } = receiver({ handlers });
    const app = mount(webhooks);
    let isFirst = true;
    const partial: typeof app = (request, response) => {
      if (!isFirst) return app(request, response);
      isFirst = false;
      request.once('data', () => {
        request.pause();
        app(request, response);
      });
    };
    await listening(partial, async (port) => {
      const client = rawClient(port);
      await client.send(rawPost(target, 'x'.repeat(1_000_000)));
      await client.send(rawPost(target, body));
      const [first, second] = await client.replies(2);
      expect(json(first)).toEqual(failure(500));
      expect(second).toBe(plainAck);
    });
  });

  it('answers pipelined requests in their order', async () => {
    const { webhooks } = receiver({ handlers: { [seats]: () => sleep(20) } });
    await listening(mount(webhooks), async (port) => {
      const client = rawClient(port);
      await client.send(rawPost(target, body) + rawPost(path, body) + rawPost(target, body));
      const [first, second, third] = await client.replies(3);
      expect([first, third]).toEqual([plainAck, plainAck]);
      expect(json(second)).toEqual(failure(400));
    });
  });

  it('lets a client continue that asks whether it may', async () => {
    const { webhooks } = receiver({ handlers });
    await listening(mount(webhooks), async (port) => {
      const client = rawClient(port);
      await client.send(rawPost(target, '', { 'Content-Length': String(body.length), Expect: '100-continue' }));
      await until(() => client.received().includes('100 Continue\r\n\r\n'));
      await client.send(body);
      await until(() => client.received().endsWith(plainAck));
    });
  });

  it('answers a query of every byte that Node lets through', async () => {
    const { webhooks } = receiver({ handlers });
    await listening(mount(webhooks), async (port) => {
      const client = rawClient(port);
      const bytes = Array.from({ length: 0x7f - 0x21 }, (_, at) => String.fromCodePoint(0x21 + at)).join('');
      await client.send(rawPost(`${path}?${bytes}`, body));
      expect((await client.replies()).map(json)).toEqual([failure(400)]);
    });
  });
});
