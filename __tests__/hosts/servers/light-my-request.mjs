import { Readable } from 'node:stream';
import inject from 'light-my-request';
import { webhooks } from '../webhooks.mjs';

export const call = async ({ url, headers, pieces }) => {
  const payload = pieces.length > 1 ? Readable.from(pieces) : pieces[0];
  const { statusCode, payload: body } = await inject(webhooks, { method: 'POST', url, headers, payload });
  return { status: statusCode, body };
};
