import { createServer } from 'node:https';
import { webhooks } from '../webhooks.mjs';

const { KEY: key, CERTIFICATE: cert } = process.env;

export const server = createServer({ key, cert }, webhooks).listen(0, '127.0.0.1');
