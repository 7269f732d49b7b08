import { createServer } from 'node:http';
import { upstream } from '../upstream.mjs';
import { webhooks } from '../webhooks.mjs';

export const server = createServer((request, response) => {
  upstream(request, response, () => webhooks(request, response));
}).listen(0, '127.0.0.1');
