import { createSecureServer } from 'node:http2';
import { webhooks } from '../webhooks.mjs';

const { KEY: key, CERTIFICATE: cert } = process.env;

export const server = createSecureServer({ key, cert, allowHTTP1: true }, webhooks).listen(0, '127.0.0.1');
