import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { Writable } from 'node:stream';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { fc } from '@fast-check/jest';
import express from 'express';
import express4 from 'express4';
import { sampleBody, signedRequest } from '../lib/testing';
import { rawClient, rawPost } from './support/raw-client';
import { listening, path, plainAck, receiver, sdkAppId } from './support/receiver';

const seats = 'Mic.CallbackAfterSeatInfoChanged';
const { query, body: sample } = signedRequest({ sdkAppId, command: seats });

type Upstream = (request: IncomingMessage, next: () => void) => unknown;

const places: [string, (upstream: Upstream, webhooks: RequestListener) => RequestListener][] = [
  ['Express 5', (upstream, webhooks) => express().use(asHandler(upstream), webhooks)],
  ['Express 4', (upstream, webhooks) => express4().use(asHandler(upstream), webhooks)],
  [
    'node:http',
    (upstream, webhooks) => (request, response) => void upstream(request, () => webhooks(request, response)),
  ],
];

const asHandler =
  (upstream: Upstream) =>
  (request: IncomingMessage, _response: unknown, next: () => void): void =>
    void upstream(request, next);

const discard = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Keeps the bytes as they flow by, and leaves them in `rawBody` at the end. */
const catchRawBody = (request: IncomingMessage): void => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => Object.assign(request, { rawBody: Buffer.concat(chunks) }));
};

const iterate = async (request: IncomingMessage): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  Object.assign(request, { rawBody: Buffer.concat(chunks) });
};

/** What may be mounted around the middleware, none of which is a reason to lose an event. */
const harmless: [string, Upstream][] = [
  ['nothing', (_request, next) => next()],
  [
    'something that counts bytes',
    (request, next) => {
      request.on('data', () => {});
      next();
    },
  ],
  [
    'something that counts bytes behind it',
    (request, next) => {
      next();
      request.on('data', () => {});
    },
  ],
  [
    'something that resumes the request behind it',
    (request, next) => {
      next();
      request.resume();
    },
  ],
  [
    'something that pipes the request elsewhere behind it',
    (request, next) => {
      next();
      request.pipe(discard());
    },
  ],
  [
    'something that pipes the request elsewhere',
    (request, next) => {
      request.pipe(discard());
      next();
    },
  ],
  [
    'something that catches the raw body',
    (request, next) => {
      catchRawBody(request);
      next();
    },
  ],
  [
    'something that catches the raw body and takes its time',
    async (request, next) => {
      catchRawBody(request);
      await turn();
      await turn();
      next();
    },
  ],
  [
    'something that has paused the request',
    (request, next) => {
      request.pause();
      next();
    },
  ],
  [
    'something that has paused the request and takes its time',
    async (request, next) => {
      request.pause();
      await sleep(2);
      next();
    },
  ],
  [
    'something that reads when the request is readable',
    (request, next) => {
      request.on('readable', () => {
        while (request.read() !== null);
      });
      next();
    },
  ],
  [
    'something that iterates over the body and keeps it',
    (request, next) => {
      void iterate(request);
      next();
    },
  ],
  [
    'something that promises the body and goes on in the middle of it',
    async (request, next) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      const ended = new Promise((resolve) => request.on('end', resolve));
      void ended.then(() => Object.assign(request, { rawBody: Buffer.concat(chunks) }));
      await sleep(2);
      next();
    },
  ],
  [
    'something that iterates over the body before it goes on',
    async (request, next) => {
      await iterate(request);
      next();
    },
  ],
  [
    'something that looks up a session first',
    async (_request, next) => {
      await sleep(2);
      next();
    },
  ],
];

/** Bodies of 400 bytes to 900 KiB, with characters of several bytes to cut through, and where to cut them. */
const bodies = fc
  .record({
    padding: fc.oneof(
      { weight: 3, arbitrary: fc.nat({ max: 2000 }) },
      { weight: 1, arbitrary: fc.nat({ max: 300 * 1024 }) },
    ),
    cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
  })
  .map(({ padding, cuts }) => {
    const bytes = Buffer.from(sample.replace('{', `{"Padding":"${'礼'.repeat(padding)}",`));
    const at = [0, ...cuts.map((cut) => Math.floor(cut * bytes.length)), bytes.length].toSorted((a, b) => a - b);
    return { bytes, pieces: at.slice(1).map((end, index) => bytes.subarray(at[index], end)) };
  });

const framings = fc.constantFrom('chunked', 'with its length');
const timings = fc.constantFrom('in one packet', 'each after a turn', 'each after two milliseconds');

/** What goes through the socket, write by write. */
const writesOf = (pieces: readonly Buffer[], length: number, framing: string, timing: string): readonly Buffer[] => {
  const isChunked = framing === 'chunked';
  const field = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`;
  const head = Buffer.from(`POST ${path}${query} HTTP/1.1\r\nHost: localhost\r\n${field}\r\n\r\n`);
  const framed = pieces
    .filter((piece) => piece.length > 0)
    .map((piece) =>
      isChunked ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]) : piece,
    );
  const writes = [head, ...framed, ...(isChunked ? [Buffer.from('0\r\n\r\n')] : [])];
  return timing === 'in one packet' ? [Buffer.concat(writes)] : writes;
};

describe.each(places)('a body in pieces, in %s', (_name, place) => {
  const property = (
    upstream: Upstream,
    check: (sent: Buffer, received: readonly Buffer[], failure: string | undefined) => void,
  ) =>
    fc.asyncProperty(bodies, framings, timings, async ({ bytes, pieces }, framing, timing) => {
      const received: Buffer[] = [];
      const { webhooks, outcomes } = receiver({
        handlers: { [seats]: (_event, { rawBody }) => received.push(rawBody) },
      });
      await listening(place(upstream, webhooks), async (port) => {
        const client = rawClient(port);
        for (const write of writesOf(pieces, bytes.length, framing, timing)) {
          await client.send(write);
          await (timing === 'each after two milliseconds' ? sleep(2) : turn());
        }
        const [reply] = await client.replies();
        await webhooks.drain();
        check(bytes, received, outcomes[0]?.failure?.type);
        expect(reply === plainAck).toBe(outcomes[0]?.type === 'handled');
      });
    });

  it.each(harmless)(
    'reaches the handler whole, with %s around the middleware',
    async (_what, upstream) => {
      await fc.assert(
        property(upstream, (sent, received, failure) => {
          expect(failure).toBeUndefined();
          expect(received).toHaveLength(1);
          expect(received[0]?.equals(sent)).toBe(true);
        }),
        { numRuns: 8 },
      );
    },
    30_000,
  );

  it('reaches the handler whole or is unavailable, never cut, where something reads it and keeps nothing', async () => {
    const upstream: Upstream = async (request, next) => {
      request.on('data', () => {});
      await turn();
      next();
    };
    await fc.assert(
      property(upstream, (sent, received, failure) => {
        const isWhole = received.map((bytes) => bytes.equals(sent));
        expect([failure, isWhole]).toEqual(failure === undefined ? [failure, [true]] : ['body-unavailable', []]);
      }),
      { numRuns: 8 },
    );
  });
});

describe.each(places)('requests that come at the same time, in %s', (_name, place) => {
  const rooms = Array.from({ length: 20 }, (_, number) => `room-${number}`);

  it.each(['in one packet', 'each after a turn'])(
    'each reach their own handler and its context, %s',
    async (timing) => {
      const roomOfContext = new AsyncLocalStorage<string>();
      const received: [string, string | undefined][] = [];
      const { webhooks } = receiver({
        handlers: { [seats]: ({ RoomId }) => void received.push([RoomId, roomOfContext.getStore()]) },
      });
      const upstream: Upstream = (request, next) => roomOfContext.run(String(request.headers['x-room']), next);

      await listening(place(upstream, webhooks), async (port) => {
        const deliveries = rooms.map((room) => {
          const body = JSON.stringify({ ...sampleBody(seats), RoomId: room });
          const bytes = Buffer.from(rawPost(`${path}${query}`, body, { 'X-Room': room }));
          const head = bytes.indexOf('\r\n\r\n') + 4;
          const pieces = [bytes.subarray(0, head), bytes.subarray(head, head + 40), bytes.subarray(head + 40)];
          return { client: rawClient(port), writes: timing === 'in one packet' ? [bytes] : pieces };
        });
        await Promise.all(deliveries.map(({ client }) => once(client.socket, 'connect')));
        // By then, the server has accepted them too.
        await sleep(50);
        for (const write of [0, 1, 2]) {
          for (const { client, writes } of deliveries) void client.send(writes[write] ?? '');
          await turn();
        }
        const replies = await Promise.all(deliveries.map(({ client }) => client.replies()));
        expect(replies).toEqual(rooms.map(() => [plainAck]));
      });
      expect(received).toHaveLength(rooms.length);
      expect(new Map(received)).toEqual(new Map(rooms.map((room) => [room, room])));
    },
  );
});
