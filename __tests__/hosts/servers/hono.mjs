import { serve } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { webhooks } from '../webhooks.mjs';

const app = new Hono();
app.post('/tencent-callback', (c) => {
  webhooks(c.env.incoming, c.env.outgoing);
  return RESPONSE_ALREADY_SENT;
});

export const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
