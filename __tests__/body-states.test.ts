import type { RequestListener } from 'node:http';
import express, { type RequestHandler } from 'express';
import express4 from 'express4';
import request from 'supertest';
import { signedRequest } from '../lib/testing';
import { path, plainAck, receiver, sdkAppId } from './support/receiver';

const seats = 'Mic.CallbackAfterSeatInfoChanged';
const { query, body: sample } = signedRequest({ sdkAppId, command: seats });
const withStringId = sample.replace('144115233775727695', '"144115233775727695"');

const keepRawBody = (kept: (bytes: Buffer) => unknown) => ({
  verify: (req: object, _res: unknown, bytes: Buffer) => Object.assign(req, { rawBody: kept(bytes) }),
});

/** Reads all of the body, then leaves behind what it is told to. */
const reader =
  (leave: (bytes: Buffer) => object): RequestHandler =>
  (req, _res, next) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      Object.assign(req, leave(Buffer.concat(chunks)));
      next();
    });
  };

const leaveNothing = reader(() => ({}));
const leaveBuffer = reader((bytes) => ({ body: bytes }));
const leaveString = reader((bytes) => ({ body: bytes.toString() }));
const leave = (body: unknown) => reader(() => ({ body }));

describe.each([
  ['Express 5', express],
  // The two frameworks' types are told apart by fields that no test here touches.
  ['Express 4', express4 as unknown as typeof express],
])('behind a body parser in %s', (_name, framework) => {
  const deliver = async (parser: RequestHandler, { body = sample, type = 'application/json' } = {}) => {
    const handler = jest.fn();
    const { webhooks, outcomes } = receiver({ bodyLimitBytes: 1000, handlers: { [seats]: handler } });
    const app: RequestListener = framework().use(parser).use(path, webhooks);
    const asked = request(app).post(`${path}${query}`);
    const { text } = await (type === '' ? asked.unset('Content-Type') : asked.type(type)).serialize(String).send(body);
    return { text, handler, outcome: outcomes[0] };
  };

  const expectWholeId = ({ text, handler }: Awaited<ReturnType<typeof deliver>>) => {
    expect(text).toBe(plainAck);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(handler.mock.calls[0]?.[0]).toMatchObject({ SeatList: [{ Member_Account: '144115233775727695' }] });
  };

  it.each([
    ['an unread stream', (_req, _res, next) => next()],
    ['a Buffer in req.body', leaveBuffer],
    ['a string in req.body', leaveString],
    ['a Buffer from express.raw()', framework.raw({ type: () => true })],
    ['a string from express.text()', framework.text({ type: () => true })],
    ['a Buffer in req.rawBody', framework.json(keepRawBody((bytes) => bytes))],
    ['a string in req.rawBody', framework.json(keepRawBody(String))],
    ['plain bytes in req.rawBody', framework.json(keepRawBody((bytes) => new Uint8Array(bytes)))],
  ] satisfies [string, RequestHandler][])('takes %s and keeps every digit', async (_state, parser) => {
    expectWholeId(await deliver(parser));
  });

  it('reads the stream itself when express.json() left it alone because no Content-Type was sent', async () => {
    expectWholeId(await deliver(framework.json(), { type: '' }));
  });

  it('reads the stream itself when the Content-Type is another', async () => {
    expectWholeId(await deliver(framework.json(), { type: 'text/plain' }));
  });

  it('takes an object of express.json() in which nothing can have been lost', async () => {
    expectWholeId(await deliver(framework.json(), { body: withStringId }));
  });

  it('refuses an object of express.json() that holds a rounded id, and says what to do', async () => {
    const { text, handler, outcome } = await deliver(framework.json());

    expect(JSON.parse(text)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 500 });
    expect(outcome?.failure?.type).toBe('precision-lost');
    expect(outcome?.failure?.message).toMatch(/express\.json\(\).*[Mm]ount this middleware before.*rawBody/);
    expect(outcome?.rawBody).toBeUndefined();
    expect(handler).not.toHaveBeenCalled();
  });

  it('refuses a rounded integer beyond 10^21, which JSON writes with an exponent', async () => {
    const { outcome } = await deliver(leave({ CallbackCommand: seats, RoomId: 1e21 }));
    expect(outcome?.failure?.type).toBe('precision-lost');
  });

  it('says that express.json() was there when nothing of the body was kept', async () => {
    const { text, outcome } = await deliver(leaveNothing);

    expect(JSON.parse(text)).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 500 });
    expect(outcome?.failure?.type).toBe('body-unavailable');
    expect(outcome?.failure?.message).toMatch(/express\.json\(\).*rawBody/);
  });

  it('does not take the empty object of Express 4’s express.json() for a body that something upstream has dropped', async () => {
    const dropped = reader(() => ({ body: {} }));
    const { outcome } = await deliver(dropped);
    expect(outcome).toMatchObject({ type: 'refused', failure: { type: 'body-unavailable' } });
    expect(outcome).not.toHaveProperty('rawBody');
  });

  const cyclic: Record<string, unknown> = {};
  cyclic['self'] = cyclic;
  it.each([
    ['a cycle', cyclic],
    ['a function', () => {}],
    ['a bigint', { n: 1n }],
  ])('answers when something upstream left %s in req.body', async (_what, body) => {
    expect((await deliver(leave(body))).outcome?.failure?.type).toBe('body-unavailable');
  });

  it.each([
    ['a Buffer', leave(Buffer.alloc(1001, ' '))],
    ['a string', leave(' '.repeat(1001))],
    ['a string of few but long characters', leave('礼'.repeat(400))],
    ['an object', leave({ CallbackCommand: ' '.repeat(1001) })],
  ])('holds the limit for %s that upstream has read', async (_what, parser) => {
    expect((await deliver(parser)).outcome?.failure?.type).toBe('body-too-large');
  });

  it('does not read a stream whose bytes something upstream turned into characters', async () => {
    const { outcome } = await deliver((req, _res, next) => {
      req.setEncoding('latin1');
      next();
    });
    expect(outcome?.failure?.type).toBe('body-unavailable');
  });

  it('takes a body of exactly the limit, and one of a byte more it does not', async () => {
    const fill = (length: number) => sample.padEnd(length);
    expectWholeId(await deliver((_req, _res, next) => next(), { body: fill(1000) }));
    const { outcome } = await deliver((_req, _res, next) => next(), { body: fill(1001) });
    expect(outcome?.failure).toMatchObject({ type: 'body-too-large', message: expect.stringContaining('1000 bytes') });
  });

  it('answers in its own way, whatever upstream wanted for its own answer', async () => {
    const { webhooks } = receiver({ handlers: { [seats]: () => {} } });
    const app = framework().use((_req, res, next) => {
      res
        .status(503)
        .set({ 'Transfer-Encoding': 'chunked', Trailer: 'x', 'Content-Type': 'text/html', 'X-Kept': 'yes' });
      res.statusMessage = 'Nö\n';
      next();
    }, webhooks);
    const response = await request(app).post(query).send(sample);
    expect([response.status, response.text]).toEqual([200, plainAck]);
    expect(response.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'x-kept': 'yes' });
  });

  it('says that an empty body was read by something else', async () => {
    const { outcome } = await deliver(leaveNothing, { body: '' });
    expect(outcome?.failure?.type).toBe('body-unavailable');
  });

  it('leaves an answer alone that something upstream has already begun', async () => {
    const { webhooks, outcomes } = receiver();
    const app = framework().use((_req, res, next) => {
      res.status(503).end('too slow');
      next();
    }, webhooks);

    expect((await request(app).post(query).send(sample)).text).toBe('too slow');
    expect(outcomes).toHaveLength(1);
  });
});
