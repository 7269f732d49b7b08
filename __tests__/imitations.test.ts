import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { memoryStore, type LiveWebhooks } from '../lib';
import { signedRequest } from '../lib/testing';
import { path, plainAck, receiver, sdkAppId } from './support/receiver';

const seats = 'Mic.CallbackAfterSeatInfoChanged';
const { query, body } = signedRequest({ sdkAppId, command: seats });
const url = path + query;

/** A response as test kits and serverless adapters imitate it, with as little as possible. */
const imitateResponse = () => {
  const sent: { status?: number; headers?: object; text?: string } = {};
  return {
    sent,
    writeHead: (status: number, _reason: string, headers: object) => Object.assign(sent, { status, headers }),
    end: (text: string) => Object.assign(sent, { text }),
  };
};

type Arguments = Parameters<LiveWebhooks>;

/** Hands objects that are no request and no response of Node's to the middleware. */
const deliver = async (request: unknown, response: object | null = imitateResponse()) => {
  const handler = jest.fn();
  const dedupe = { store: memoryStore({ maxEntries: 10 }) };
  const { webhooks, outcomes } = receiver({ deadlineMs: 200, handlers: { [seats]: handler }, dedupe });
  webhooks(request as Arguments[0], response as unknown as Arguments[1]);
  if (request instanceof EventEmitter) {
    request.emit('data', Buffer.from(body.slice(0, 20)));
    request.emit('data', Buffer.from(body.slice(20)));
    request.emit('end');
  }
  await webhooks.drain();
  return { handler, outcomes };
};

describe('a request that is no stream', () => {
  it.each<[string, object]>([
    ['a string in body', { body }],
    ['a parsed object in body', { body: { CallbackCommand: seats, RoomId: 'r', SeatList: [], EventTime: 1 } }],
    ['bytes in rawBody', { rawBody: Buffer.from(body), body: {} }],
    ['bytes in body, beside raw headers', { body: Buffer.from(body), rawHeaders: ['Content-Length', '9'] }],
    ['events, beside the empty body of a test kit', Object.assign(new EventEmitter(), { body: {} })],
    ['events, beside headers that are not raw', Object.assign(new EventEmitter(), { headers: {} })],
  ])('is handled and answered with %s', async (_what, held) => {
    const response = imitateResponse();
    const { handler, outcomes } = await deliver(Object.assign(held, { method: 'POST', url }), response);
    expect(response.sent).toEqual({
      status: 200,
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': 50 },
      text: plainAck,
    });
    expect(handler).toHaveBeenCalledTimes(1);
    expect(outcomes).toMatchObject([{ type: 'handled' }]);
    expect(outcomes[0]).not.toHaveProperty('replyError');
  });

  it.each<[string, unknown, string, number]>([
    ['nothing at all', {}, 'wrong-method', 405],
    ['no URL', { method: 'POST' }, 'bad-url', 400],
    ['no body', { method: 'POST', url }, 'body-unavailable', 500],
    ['a body of null', { method: 'POST', url, body: null }, 'body-unavailable', 500],
    ['compressed bytes', { method: 'POST', url, rawBody: gzipSync(body) }, 'bad-json', 400],
    [
      'a mount path that cannot be read',
      {
        method: 'POST',
        url,
        body,
        get baseUrl() {
          throw new Error('no mount');
        },
      },
      'internal-error',
      500,
    ],
    [
      'a resume that fails',
      {
        method: 'GET',
        resume: () => {
          throw new Error('not a stream');
        },
      },
      'wrong-method',
      405,
    ],
  ])('is answered and reported with %s', async (_what, request, type, code) => {
    const response = imitateResponse();
    const { outcomes } = await deliver(request, response);
    expect(JSON.parse(response.sent.text ?? '')).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: code });
    expect(outcomes).toMatchObject([{ type: 'refused', failure: { type } }]);
  });

  it('is refused where it is a stream of another kind that breaks at once', async () => {
    const request = Object.assign(new Readable({ read() {} }), { method: 'POST', url });
    const { webhooks, outcomes } = receiver({ handlers: {} });
    webhooks(request as unknown as Arguments[0], imitateResponse() as unknown as Arguments[1]);
    // Without a listener for it, this error ends the process.
    request.destroy(new Error('broken'));
    await webhooks.drain();
    expect(outcomes).toMatchObject([{ type: 'refused', failure: { type: 'client-gone' } }]);
  });

  it('is answered where something has put a stream of its own into an HTTP/1 response', async () => {
    const response = { ...imitateResponse(), stream: { destroyed: true } };
    const { outcomes } = await deliver({ method: 'POST', url, body, httpVersionMajor: 1 }, response);
    expect(response.sent.text).toBe(plainAck);
    expect(outcomes[0]).not.toHaveProperty('replyError');
  });

  it('is answered with no word for the status where it imitates HTTP/2', async () => {
    const writeHead = jest.fn();
    const end = jest.fn();
    const { outcomes } = await deliver({ method: 'POST', url, body, httpVersionMajor: 2 }, { writeHead, end });
    expect(writeHead.mock.calls).toEqual([[200, expect.objectContaining({ 'Content-Length': 50 })]]);
    expect(end.mock.calls).toEqual([[plainAck]]);
    expect(outcomes[0]).not.toHaveProperty('replyError');
  });

  it('drains what it has of a stream once it is refused', async () => {
    const resume = jest.fn();
    await deliver({ method: 'GET', resume });
    expect(resume).toHaveBeenCalledTimes(1);
  });

  it('is not drained where it was handled', async () => {
    const resume = jest.fn();
    await deliver({ method: 'POST', url, body, resume });
    expect(resume).not.toHaveBeenCalled();
  });
});

describe('a response that cannot be written', () => {
  let warning: jest.SpiedFunction<typeof process.emitWarning>;
  beforeEach(() => {
    warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
  });
  afterEach(() => warning.mockRestore());

  it.each<[string, unknown, object | null]>([
    ['has no end', { method: 'POST', url, body }, { writeHead: () => {} }],
    ['has no writeHead', { method: 'POST', url, body }, { end: () => {} }],
    ['is not there', { method: 'POST', url, body }, null],
  ])('is reported once where it %s', async (_what, request, response) => {
    const { outcomes } = await deliver(request, response);
    expect(outcomes).toMatchObject([
      { type: 'handled', replyError: { message: 'The reply could not be written.', cause: expect.any(Error) } },
    ]);
    expect(warning).toHaveBeenCalledTimes(1);
  });

  it('is destroyed, and nothing escapes where that fails, too', async () => {
    const destroy = jest.fn(() => {
      throw new Error('out of reach');
    });
    const { outcomes } = await deliver({ method: 'POST', url, body }, { destroy });
    expect(destroy).toHaveBeenCalledTimes(1);
    expect(outcomes).toMatchObject([{ replyError: { message: 'The reply could not be written.' } }]);
  });

  it('is reported where even the request is not there', async () => {
    const { outcomes } = await deliver(undefined);
    expect(outcomes).toMatchObject([{ type: 'refused', failure: { type: 'internal-error' } }]);
  });
});
