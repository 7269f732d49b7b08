import type { IncomingMessage, ServerResponse } from 'node:http';
import type * as Library from '../lib';
import { signedRequest } from '../lib/testing';
import { loadAnew } from './support/load-anew';
import { sdkAppId } from './support/receiver';

let warning: jest.SpiedFunction<typeof process.emitWarning>;
beforeEach(() => {
  warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
});
afterEach(() => {
  warning.mockRestore();
  jest.dontMock('../lib/delivery/report');
});

const loadLibrary = (): typeof Library => loadAnew(() => jest.requireActual<typeof Library>('../lib'));

describe('a process warning', () => {
  it('says once that requests are not authenticated, where no token was given', () => {
    const { liveWebhooks } = loadLibrary();
    for (let times = 0; times < 2; times++) liveWebhooks({ sdkAppId, handlers: {} });
    expect(warning.mock.calls).toEqual([
      [
        'Webhooks are not authenticated: without the option `token`, anybody who knows your SDKAppID and the callback ' +
          'URL can post events. Give the token set at Tencent, or set token: false to accept unsigned requests on purpose',
        { code: 'TENCENT_LIVE_WEBHOOKS_UNSIGNED' },
      ],
    ]);
  });

  it('is not emitted where a token was given, or where requests are unsigned on purpose', () => {
    const { liveWebhooks } = loadLibrary();
    liveWebhooks({ sdkAppId, token: 'secret', handlers: {} });
    liveWebhooks({ sdkAppId, token: false, handlers: {} });
    expect(warning).not.toHaveBeenCalled();
  });

  it('is not emitted where all goes well and there is no hook, also by a late handler', async () => {
    const { liveWebhooks } = loadLibrary();
    const command = 'Mic.CallbackAfterSeatInfoChanged';
    const { query, body } = signedRequest({ sdkAppId, command });
    const webhooks = liveWebhooks({
      sdkAppId,
      token: false,
      deadlineMs: 20,
      handlers: { [command]: () => new Promise((resolve) => setTimeout(resolve, 40)) },
    });
    const end = jest.fn();
    const request = { method: 'POST', url: `/${query}`, body } as unknown as IncomingMessage;
    webhooks(request, { writeHead: () => {}, end } as unknown as ServerResponse);
    await webhooks.drain();
    expect(end).toHaveBeenCalledTimes(1);
    expect(warning).not.toHaveBeenCalled();
  });

  it('says that a delivery could not be reported, when a fault of this package’s comes after the reply', async () => {
    const fault = { createReporter: () => () => Promise.reject(new Error('unforeseen')) };
    jest.doMock('../lib/delivery/report', () => fault);
    const { liveWebhooks } = loadLibrary();
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
