/*
 * The hosts. `differs` states, case by case, which other outcome a host has, and `why`. `cannot` names the runtimes on
 * which the host itself fails, whatever is mounted in it, and how its error reads.
 */

const mocked = 'its requests are no streams, so a body is there in one piece';

const refused = (code, failure) => () => ({ status: 200, code, outcome: 'refused', failure });

const expresses = [
  ['Express 5', 'express'],
  ['Express 4', 'express4'],
].flatMap(([title, EXPRESS]) => [
  { title, file: 'express-plain', env: { EXPRESS } },
  { title: `${title} behind helmet, compression, rate limit, session`, file: 'express-middleware', env: { EXPRESS } },
  { title: `${title} before express.json()`, file: 'express-before-json', env: { EXPRESS } },
  {
    title: `${title} after express.json()`,
    file: 'express-after-json',
    env: { EXPRESS },
    differs: {
      ids: refused(500, 'precision-lost'),
      empty: refused(500, 'body-unavailable'),
      large: () => ({ status: 413 }),
    },
    why: 'express.json() rounds long ids, makes {} of an empty body, and has a limit of 100 kB',
  },
  {
    title: `${title} after express.json() that keeps the bytes`,
    file: 'express-after-json-keeping-bytes',
    env: { EXPRESS },
  },
]);

export const hosts = [
  { title: 'http.createServer', file: 'bare' },
  { title: 'https.createServer', file: 'https', transport: 'https' },
  { title: 'http2.createServer', file: 'http2-cleartext', transport: 'http2' },
  { title: 'http2.createSecureServer', file: 'http2-secure', transport: 'http2Secure' },
  { title: 'http2.createSecureServer, HTTP/1.1', file: 'http2-secure', transport: 'https' },
  ...expresses,
  { title: 'Nest 11', file: 'nest' },
  { title: 'Nest 11 in a module, rawBody: true', file: 'nest-in-module' },
  { title: 'Fastify 5 with @fastify/middie', file: 'fastify' },
  { title: 'Koa 3 with koa-connect', file: 'koa-connect' },
  { title: 'Koa 3 with ctx.respond = false', file: 'koa-respond-false' },
  { title: 'h3 v1', file: 'h3-v1' },
  { title: 'h3 v2', file: 'h3-v2' },
  { title: 'Hono on @hono/node-server', file: 'hono' },
  { title: 'connect', file: 'connect' },
  {
    title: 'serverless-http',
    file: 'serverless-http',
    transport: 'bridge',
    cannot: { bun: 'socket.once is not a function' },
    why: 'it makes its response from an object that Bun does not accept as a socket; an event holds a body in one piece',
  },
  { title: 'light-my-request', file: 'light-my-request', transport: 'bridge' },
  { title: 'node-mocks-http', file: 'node-mocks-http', transport: 'bridge', why: mocked },
  { title: 'node-mocks-http, rawBody', file: 'node-mocks-http-raw-body', transport: 'bridge', why: mocked },
];
