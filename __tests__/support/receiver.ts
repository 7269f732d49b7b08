import { createServer, type RequestListener } from 'node:http';
import express from 'express';
import express4 from 'express4';
import request from 'supertest';
import { liveWebhooks, type LiveWebhooks, type LiveWebhooksOptions, type Outcome } from '../../lib';
import { signedRequest, type SignedRequestOptions } from '../../lib/testing';

export const sdkAppId = 1400000001;
export const path = '/tencent-callback';

/** The acknowledgement of Tencent's pages, byte for byte. */
export const plainAck = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';

/** The places the middleware can be mounted at. */
export const mounts: [string, (webhooks: LiveWebhooks) => RequestListener][] = [
  ['Express 5', (webhooks) => express().use(path, webhooks)],
  ['Express 4', (webhooks) => express4().use(path, webhooks)],
  ['an Express Router', (webhooks) => express().use(express.Router().use(path, webhooks))],
  ['node:http', (webhooks) => webhooks],
];

/** A middleware that keeps its outcomes, and what it was built with. */
export const receiver = (options: Partial<LiveWebhooksOptions> = {}) => {
  const outcomes: Outcome[] = [];
  const webhooks = liveWebhooks({
    sdkAppId,
    token: false,
    handlers: {},
    ...options,
    onOutcome: async (outcome) => {
      outcomes.push(outcome);
      await options.onOutcome?.(outcome);
    },
  });
  return { webhooks, outcomes };
};

/** Posts a sample, or another body, the way Tencent does. */
export const post = (app: RequestListener, details: Partial<SignedRequestOptions> & { command: string }) => {
  const { query, headers, body } = signedRequest({ sdkAppId, ...details });
  return request(app).post(`${path}${query}`).set(headers).send(body);
};

/** Runs `use` against a listening server and closes it, with every connection, afterwards. */
export const listening = async (app: RequestListener, use: (port: number) => Promise<unknown>): Promise<void> => {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  try {
    await use(address.port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
};
