import { createServer } from 'node:http';
import { webhooks } from '../webhooks.mjs';

export const server = createServer(webhooks).listen(0, '127.0.0.1');
