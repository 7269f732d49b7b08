import { createServer } from 'node:http';
import { createApp, fromNodeMiddleware, toNodeListener } from 'h3v1';
import { webhooks } from '../webhooks.mjs';

const app = createApp();
app.use('/tencent-callback', fromNodeMiddleware(webhooks));

export const server = createServer(toNodeListener(app)).listen(0, '127.0.0.1');
