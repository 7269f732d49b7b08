import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as Library from '../lib';
import { sdkAppId } from './support/receiver';

let warning: jest.SpiedFunction<typeof process.emitWarning>;
beforeEach(() => {
  warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
});
afterEach(() => {
  warning.mockRestore();
  jest.dontMock('../lib/delivery/report');
});

/** The library as a process that has just started loads it. */
const loadAnew = (): typeof Library => {
  let library: typeof Library | undefined;
  jest.isolateModules(() => {
    library = jest.requireActual<typeof Library>('../lib');
  });
  if (!library) throw new Error('the library was not loaded');
  return library;
};

describe('a process warning', () => {
  it('says once that requests are not authenticated, where no token was given', () => {
    const { liveWebhooks } = loadAnew();
    for (let times = 0; times < 2; times++) liveWebhooks({ sdkAppId, handlers: {} });
    expect(warning.mock.calls).toEqual([
      [
        'Webhooks are not authenticated: without the option `token`, anybody who knows your SDKAppID and the callback ' +
          'URL can post events. Give the token set at Tencent, or say token: false to accept unsigned requests on purpose',
        { code: 'TENCENT_LIVE_WEBHOOKS_UNSIGNED' },
      ],
    ]);
  });

  it('is not emitted where a token was given, or where requests are unsigned on purpose', () => {
    const { liveWebhooks } = loadAnew();
    liveWebhooks({ sdkAppId, token: 'secret', handlers: {} });
    liveWebhooks({ sdkAppId, token: false, handlers: {} });
    expect(warning).not.toHaveBeenCalled();
  });

  it('says that a delivery could not be reported, when a fault of this package’s comes after the reply', async () => {
    const fault = { createReporter: () => () => Promise.reject(new Error('unforeseen')) };
    jest.doMock('../lib/delivery/report', () => fault);
    const { liveWebhooks } = loadAnew();
    const webhooks = liveWebhooks({ sdkAppId, token: false, handlers: {} });
    const end = jest.fn();
    webhooks({ method: 'GET' } as IncomingMessage, { writeHead: () => {}, end } as unknown as ServerResponse);
    await webhooks.drain();
    expect(end).toHaveBeenCalledTimes(1);
    expect(warning.mock.calls).toEqual([
      [
        'A delivery could not be reported',
        { code: 'TENCENT_LIVE_WEBHOOKS_REPORT', detail: expect.stringContaining('unforeseen') },
      ],
    ]);
  });
});
