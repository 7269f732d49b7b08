import { createServer } from 'node:http';
import { fromNodeHandler, H3, toNodeHandler } from 'h3/node';
import { webhooks } from '../webhooks.mjs';

const app = new H3();
app.post('/tencent-callback', fromNodeHandler(webhooks));

export const server = createServer(toNodeHandler(app)).listen(0, '127.0.0.1');
