import { bridge } from './bridge.mjs';
import { http, https } from './http1.mjs';
import { http2, http2Secure } from './http2.mjs';

/** Ways to send a request: each takes a port and a request, and gives the reply's status and body. */
export const transports = { http, https, http2, http2Secure, bridge };
