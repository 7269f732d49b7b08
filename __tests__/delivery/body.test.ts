import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { createBodyReader } from '../../lib/delivery/body';
import type { WebhookRequest } from '../../lib/delivery/context';
import { Deadline } from '../../lib/delivery/deadline';

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

describe('a request that is no stream', () => {
  it.each([
    ['a parsed body', { body: { CallbackCommand: 'X' } }, '{"CallbackCommand":"X"}'],
    ['a string', { body: '{"a":1}' }, '{"a":1}'],
    ['raw bytes beside an empty body', { rawBody: Buffer.from('{}'), body: {} }, '{}'],
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

  it('is refused where it holds nothing and emits nothing', async () => {
    expect(await read({}).bytes).toMatchObject({ left: { type: 'body-unavailable' } });
    expect(await read({ body: null }).bytes).toMatchObject({ left: { type: 'body-unavailable' } });
  });
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
