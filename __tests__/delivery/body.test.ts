import { EventEmitter } from 'node:events';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { isLeft } from 'fp-ts/Either';
import { createBodyReader } from '../../lib/delivery/body';
import type { WebhookRequest } from '../../lib/delivery/context';
import { Deadline } from '../../lib/delivery/deadline';
import { collectGarbage, memoryInUse } from '../support/memory';

const read = (request: object, { bodyLimitBytes = 1000, ms = 1000 } = {}) => {
  const deadline = new Deadline(performance.now() + ms);
  return { deadline, bytes: createBodyReader({ bodyLimitBytes })(request as WebhookRequest, deadline) };
};

it('a body is given up at once when its client has gone before there was a listener', async () => {
  const stream = new Readable({ read() {} }).destroy();
  expect(await read(stream).bytes).toMatchObject({ left: { type: 'client-gone' } });
});

it('a body that something upstream destroys without an error is given up at the deadline', async () => {
  const stream = new Readable({ read() {} });
  const { bytes, deadline } = read(stream);
  stream.destroy();
  deadline.expire();
  expect(await bytes).toMatchObject({ left: { type: 'client-gone' } });
});

it('a body is read in a test that fakes the clock', async () => {
  jest.useFakeTimers();
  try {
    expect(await read(Readable.from([Buffer.from('{}')], { objectMode: false })).bytes).toMatchObject({
      right: Buffer.from('{}'),
    });
  } finally {
    jest.useRealTimers();
  }
});

it('a body is read where the clock was faked before the package was loaded', async () => {
  jest.useFakeTimers();
  try {
    jest.resetModules();
    const { createBodyReader: createReader } = require('../../lib/delivery/body') as {
      readonly createBodyReader: typeof createBodyReader;
    };
    const request = Readable.from([Buffer.from('{}')], { objectMode: false }) as unknown as WebhookRequest;
    expect(await createReader({ bodyLimitBytes: 10 })(request, new Deadline(Infinity))).toMatchObject({
      right: Buffer.from('{}'),
    });
  } finally {
    jest.useRealTimers();
  }
});

it.each([
  ['its client goes away', (stream: Readable) => stream.destroy(new Error('reset'))],
  ['the time is up', (_stream: Readable, deadline: Deadline) => deadline.expire()],
])('a body that is complete is read, also when %s right after its end', async (_what, happen) => {
  const stream = new Readable({ read() {}, autoDestroy: false });
  const { bytes, deadline } = read(stream);
  stream.on('end', () => happen(stream, deadline));
  stream.push('{}');
  stream.push(null);
  expect(await bytes).toMatchObject({ right: Buffer.from('{}') });
});

it('a stream that something upstream has paused is started again', async () => {
  const stream = Readable.from([Buffer.from('{'), Buffer.from('}')], { objectMode: false }).pause();
  expect(await read(stream).bytes).toMatchObject({ right: Buffer.from('{}') });
});

it('bytes that come one by one are put together in order, without changing the first chunk', async () => {
  const first = Buffer.from('ab');
  const stream = Readable.from([first, ...Array.from('cdefghij', (byte) => Buffer.from(byte))], { objectMode: false });
  expect(await read(stream).bytes).toMatchObject({ right: Buffer.from('abcdefghij') });
  expect(first).toEqual(Buffer.from('ab'));
});

it('a body of exactly the limit is read, and one of a byte more is not', async () => {
  const stream = (length: number) => Readable.from([Buffer.alloc(7), Buffer.alloc(length - 7)], { objectMode: false });
  expect(await read(stream(10), { bodyLimitBytes: 10 }).bytes).toMatchObject({ right: Buffer.alloc(10) });
  expect(await read(stream(11), { bodyLimitBytes: 10 }).bytes).toMatchObject({ left: { type: 'body-too-large' } });
});

it('bytes that something upstream has left in an imitation of a request are taken', async () => {
  const request = new IncomingMessage(new Socket()).on('data', () => {});
  request.push(Buffer.from('{'));
  await new Promise((resolve) => request.once('data', resolve));
  const { bytes } = read(request, { ms: 60_000 });
  request.on('end', () => Object.assign(request, { rawBody: '{}' })).push(null);
  expect(await bytes).toMatchObject({ right: Buffer.from('{}') });
});

it('a request whose raw body cannot even be asked for is given up at its end', async () => {
  const cause = new Error('no raw body');
  const request = Object.defineProperty(
    new Readable({ read() {} }).on('data', () => {}),
    'rawBody',
    {
      get: () => {
        throw cause;
      },
    },
  );
  request.push(Buffer.from('{'));
  await new Promise((resolve) => request.once('data', resolve));
  const { bytes } = read(request, { ms: 60_000 });
  request.push(null);
  expect(await bytes).toMatchObject({ left: { type: 'internal-error', cause } });
});

it('a request of which something upstream has broken a method fails alone, and at once', async () => {
  const broken = Object.assign(new IncomingMessage(new Socket()), {
    resume() {
      throw new Error('no more');
    },
  }).pause();
  const whole = new IncomingMessage(new Socket());
  const reads = [broken, whole].map((request) => read(request, { ms: 60_000 }).bytes);
  whole.push(Buffer.from('{}'));
  whole.push(null);
  expect(await reads[0]).toMatchObject({ left: { type: 'internal-error', cause: new Error('no more') } });
  expect(await reads[1]).toMatchObject({ right: Buffer.from('{}') });
});

it('a body whose stream fails is given up at once', async () => {
  const stream = new Readable({ read() {} });
  const { bytes } = read(stream, { ms: 60_000 });
  stream.destroy(new Error('ECONNRESET'));
  expect(await bytes).toMatchObject({ left: { type: 'client-gone' } });
});

it('nothing of a body is kept once it was read or given up, however long its request lives', async () => {
  const emitChunk = (request: EventEmitter): WeakRef<Buffer> => {
    const chunk = Buffer.alloc(500);
    request.emit('data', chunk);
    return new WeakRef(chunk);
  };
  const [begun, silent] = [new EventEmitter(), new EventEmitter()];
  const reads = [read(begun), read(silent)];
  const early = emitChunk(begun);
  for (const { deadline, bytes } of reads) {
    deadline.expire();
    expect(await bytes).toMatchObject({ left: { type: 'body-late' } });
  }
  const late = emitChunk(silent);
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect([early.deref(), late.deref()]).toEqual([undefined, undefined]);
  expect([begun, silent].map((request) => request.listenerCount('data'))).toEqual([1, 1]);
});

it('a body sent byte by byte takes a small multiple of its size, not a Buffer for each byte', async () => {
  const size = 300_000;
  const request = new EventEmitter();
  const { bytes } = read(request, { bodyLimitBytes: size });
  const before = memoryInUse();
  for (let sent = 0; sent < size; sent++) request.emit('data', Buffer.from([sent % 256]));
  const growth = memoryInUse() - before;
  request.emit('end');
  expect(await bytes).toMatchObject({ right: { length: size } });
  // At most twice the size, and what the test itself leaves behind. A Buffer for each byte takes a hundred times as much.
  expect(growth).toBeLessThan(6 * size);
});

it.each([
  ['a header of as many letters as Content-Encoding', ['X-Content-Coding', 'gzip', 'A-Content-Coding', 'br']],
  ['a header of as many letters as Content-Length', ['X-Limit-Length', '999999']],
  ['a Content-Encoding of identity', ['Content-Encoding', 'Identity']],
  ['an empty Content-Encoding', ['Content-Encoding', '']],
  ['a Content-Length of exactly the limit', ['content-length', '1000']],
  ['a Content-Length that is no number', ['content-length', 'x']],
  ['a value that is called like a header', ['x', 'content-encoding', 'content-encoding', '']],
])('a body is read with %s', async (_what, rawHeaders) => {
  const stream = Object.assign(Readable.from([Buffer.from('{}')], { objectMode: false }), { rawHeaders });
  expect(await read(stream).bytes).toMatchObject({ right: Buffer.from('{}') });
});

it.each([
  ['unsupported-encoding', ['Host', 'x', 'CONTENT-ENCODING', 'GZIP']],
  ['body-too-large', ['content-length', '1001']],
])('a body is refused as %s by its headers alone, before it is read', (type, rawHeaders) => {
  const stream = Object.assign(new Readable({ read() {} }), { rawHeaders });
  expect(read(stream).bytes).toMatchObject({ left: { type } });
  expect(stream.listenerCount('data')).toBe(0);
});

it('a body that becomes text by an encoding set upstream is unavailable, also when it comes later', async () => {
  const stream = new Readable({ read() {} }).setEncoding('utf8');
  const { bytes } = read(stream);
  await new Promise((resolve) => setImmediate(resolve));
  stream.push(Buffer.from('{}'));
  expect(await bytes).toMatchObject({ left: { type: 'body-unavailable' } });
});

it('a body that grows beyond its limit is given up at once, and what follows is not kept', async () => {
  const request = new EventEmitter();
  const { bytes } = read(request, { bodyLimitBytes: 3 });
  request.emit('data', Buffer.from('ab'));
  request.emit('data', Buffer.from('cd'));
  request.emit('data', Buffer.from('e'));
  request.emit('end');
  expect(await bytes).toMatchObject({ left: { type: 'body-too-large', message: expect.stringContaining('3 bytes') } });
});

it('a body of one chunk is that chunk, and of plain bytes a view of them: nothing is copied', async () => {
  const deliver = async (chunk: Uint8Array) => {
    const request = new EventEmitter();
    const { bytes } = read(request);
    request.emit('data', chunk);
    request.emit('end');
    const result = await bytes;
    if (isLeft(result)) throw new Error(result.left.message);
    return result.right;
  };
  const buffer = Buffer.from('{"a":1}');
  expect(await deliver(buffer)).toBe(buffer);

  const memory = new TextEncoder().encode('--{"a":1}--').buffer;
  const view = await deliver(new Uint8Array(memory, 2, 7));
  expect(Buffer.isBuffer(view)).toBe(true);
  expect(view.toString()).toBe('{"a":1}');
  expect(view.buffer).toBe(memory);
});

describe('a request that is no stream', () => {
  it.each([
    ['a parsed body', { body: { CallbackCommand: 'X' } }, '{"CallbackCommand":"X"}'],
    ['a string', { body: '{"a":1}' }, '{"a":1}'],
    ['raw bytes beside an empty body', { rawBody: Buffer.from('{}'), body: {} }, '{}'],
    ['an empty Buffer', { body: Buffer.alloc(0) }, ''],
    ['an empty string', { body: '' }, ''],
    ['an empty array', { body: [] }, '[]'],
    ['a number', { body: 7 }, '7'],
    ['an empty object as raw bytes', { rawBody: {} }, '{}'],
    ['plain bytes', { rawBody: new Uint8Array([0x7b, 0x7d]) }, '{}'],
  ])('gives %s that it holds', async (_what, request, expected) => {
    expect(await read(request).bytes).toMatchObject({ right: Buffer.from(expected) });
  });

  it('is listened to where it holds only the empty object of a test kit', async () => {
    const request = Object.assign(new EventEmitter(), { body: {} });
    const { bytes } = read(request);
    request.emit('data', Buffer.from('{"a"'));
    request.emit('data', Buffer.from(':1}'));
    request.emit('end');
    expect(await bytes).toMatchObject({ right: Buffer.from('{"a":1}') });
  });

  it.each([undefined, null, {}])('is listened to where its body is %j', async (body) => {
    const request = Object.assign(new EventEmitter(), { body });
    const { bytes } = read(request);
    request.emit('data', Buffer.from('{}'));
    request.emit('end');
    expect(await bytes).toMatchObject({ right: Buffer.from('{}') });
  });

  it('is refused where it holds nothing and emits nothing', async () => {
    expect(await read({}).bytes).toMatchObject({ left: { type: 'body-unavailable' } });
    expect(await read({ rawBody: null, body: null }).bytes).toMatchObject({ left: { type: 'body-unavailable' } });
    expect(await read({ body: null }).bytes).toMatchObject({ left: { type: 'body-unavailable' } });
  });
});

it.each([
  ['a Buffer', { rawBody: Buffer.alloc(11) }, { rawBody: Buffer.alloc(12) }],
  // The character takes three bytes.
  ['a string', { body: '{"a":"礼"}' }, { body: '{"a":"礼"} ' }],
  ['an object', { body: { a: 12_345 } }, { body: { a: 123_456 } }],
])('%s of exactly the limit is taken, and one of a byte more is not', async (_what, exact, more) => {
  expect(await read(exact, { bodyLimitBytes: 11 }).bytes).toMatchObject({ right: { length: 11 } });
  expect(await read(more, { bodyLimitBytes: 11 }).bytes).toMatchObject({ left: { type: 'body-too-large' } });
});

describe('a stream that something upstream is reading', () => {
  const flowing = () => {
    const stream = new Readable({ read() {} });
    stream.on('data', () => {}).push('{"a"');
    stream.read();
    return stream;
  };

  it('is waited for, and gives what upstream has kept', async () => {
    const stream = flowing();
    stream.once('end', () => Object.assign(stream, { rawBody: Buffer.from('{"a":1}') }));
    const { bytes } = read(stream);
    stream.push(':1}');
    stream.push(null);
    expect(await bytes).toMatchObject({ right: Buffer.from('{"a":1}') });
  });

  it('is given up at once where it fails, or has been destroyed', async () => {
    const failing = flowing();
    const first = read(failing, { ms: 60_000 });
    failing.destroy(new Error('ECONNRESET'));
    expect(await first.bytes).toMatchObject({ left: { type: 'client-gone' } });

    const second = read(flowing().destroy(), { ms: 60_000 });
    expect(await second.bytes).toMatchObject({ left: { type: 'client-gone' } });
  });

  it('is given up at the deadline where it was destroyed without an error meanwhile', async () => {
    const stream = flowing();
    const { bytes, deadline } = read(stream);
    stream.destroy();
    deadline.expire();
    expect(await bytes).toMatchObject({ left: { type: 'client-gone' } });
  });

  it('is unavailable where upstream has kept nothing, and where it does not end in time', async () => {
    const ended = flowing();
    const first = read(ended);
    ended.push(null);
    expect(await first.bytes).toMatchObject({ left: { type: 'body-unavailable' } });

    const second = read(flowing());
    second.deadline.expire();
    expect(await second.bytes).toMatchObject({ left: { type: 'body-unavailable' } });
  });
});
