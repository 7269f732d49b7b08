import { EventEmitter, once } from 'node:events';
import { createRequest, createResponse } from 'node-mocks-http';
import { webhooks } from '../webhooks.mjs';

export const call = async ({ url, headers, pieces }) => {
  const body = Buffer.concat(pieces);
  const request = createRequest({ method: 'POST', url, headers, body });
  const response = createResponse({ eventEmitter: EventEmitter });
  const isEnded = once(response, 'end');
  webhooks(request, response);
  await isEnded;
  // oxlint-disable-next-line no-underscore-dangle -- The library has no other name for it.
  return { status: response.statusCode, body: response._getData() };
};
