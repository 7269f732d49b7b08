import { readBody } from '../../lib/delivery/body';
import { Deadline } from '../../lib/delivery/deadline';
import type { Request } from '../../lib/delivery/envelope';

it('a body is given up at once when the client has gone before anybody could listen', async () => {
  const request = { complete: false, destroyed: true, rawHeaders: [], on: () => {} } as unknown as Request;
  const bytes = readBody({ bodyLimitBytes: 10 })(request, new Deadline(performance.now() + 60_000));
  expect(await bytes).toMatchObject({ left: { type: 'client-gone' } });
});

describe('a body that came together with the head', () => {
  const read = (chunk: unknown, bodyLimitBytes = 10) => {
    const on = jest.fn();
    const request = { complete: true, read: () => chunk, rawHeaders: [], on } as unknown as Request;
    return { on, bytes: readBody({ bodyLimitBytes })(request, new Deadline(performance.now() + 1000)) };
  };

  it('is read without a listener', async () => {
    const { on, bytes } = read(Buffer.from('{}'));
    expect(await bytes).toMatchObject({ right: Buffer.from('{}') });
    expect(on).not.toHaveBeenCalled();
  });

  it('may be empty', async () => {
    expect(await read(null).bytes).toMatchObject({ right: Buffer.alloc(0) });
  });

  it('is held to the limit, and to being bytes', async () => {
    expect(await read(Buffer.alloc(11)).bytes).toMatchObject({ left: { type: 'body-too-large' } });
    expect(await read('text').bytes).toMatchObject({ left: { type: 'body-unavailable' } });
  });

  it('is read in a test that fakes the clock', async () => {
    jest.useFakeTimers();
    try {
      expect(await read(Buffer.from('{}')).bytes).toMatchObject({ right: Buffer.from('{}') });
    } finally {
      jest.useRealTimers();
    }
  });
});
