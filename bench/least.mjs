import { createHash, hash, timingSafeEqual } from 'node:crypto';
import * as t from 'io-ts';
import { plainAck } from './reply.mjs';

let digestedTime;
let digest;

const isAuthentic = (requestTime, signature) => {
  if (requestTime !== digestedTime) {
    digest = Buffer.from(createHash('sha256').update(`the token of the benchmark${requestTime}`).digest('hex'));
    digestedTime = requestTime;
  }
  const given = Buffer.from(signature);
  return given.length === digest.length && timingSafeEqual(given, digest);
};

const acknowledge = (response) => {
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': plainAck.length });
  response.end(plainAck);
};

/**
 * The least that does the work by hand: the body collected and parsed, the query split, the application and the
 * signature compared, a constant reply. What any receiver costs, whoever writes it. `handle` is given each event's text,
 * and may return a promise.
 */
export const leastReceiver = (handle) => (request, response) => {
  const chunks = [];
  request
    .on('data', (chunk) => chunks.push(chunk))
    .once('end', () => {
      const query = new URLSearchParams(request.url.slice(request.url.indexOf('?')));
      const isRight =
        query.get('SdkAppid') === '1400000001' && isAuthentic(query.get('RequestTime'), query.get('Sign'));
      const text = Buffer.concat(chunks).toString();
      const body = JSON.parse(text);
      if (!isRight || body.CallbackCommand !== query.get('CallbackCommand')) {
        response.writeHead(401).end();
        return;
      }
      const handling = handle(text);
      if (handling) handling.then(() => acknowledge(response));
      else acknowledge(response);
    });
};

const Query = t.type({ SdkAppid: t.string, CallbackCommand: t.string, RequestTime: t.string, Sign: t.string });
const Body = t.type({
  CallbackCommand: t.string,
  RoomId: t.string,
  EventType: t.string,
  EventCause: t.string,
  MemberList: t.array(t.type({ Member_Account: t.string })),
  EventTime: t.number,
});

const limitBytes = 1024 * 1024;
const deadlineMs = 1800;

/**
 * The same with what our contract demands besides, by the usual means: query and body decoded by the codecs of io-ts, a
 * limit of bytes, a handler that may return a promise, and a reply in time whatever it does.
 */
export const contractReceiver = (handle) => (request, response) => {
  const chunks = [];
  let length = 0;
  let isAnswered = false;
  const answer = (status) => {
    clearTimeout(timer);
    if (isAnswered) return;
    isAnswered = true;
    if (status === 200) acknowledge(response);
    else response.writeHead(status).end();
  };
  const timer = setTimeout(() => answer(504), deadlineMs);
  const receive = async () => {
    const query = Query.decode(Object.fromEntries(new URLSearchParams(request.url.slice(request.url.indexOf('?')))));
    if (query._tag === 'Left' || query.right.SdkAppid !== '1400000001') return 401;
    if (!isAuthentic(query.right.RequestTime, query.right.Sign)) return 401;
    const body = Body.decode(JSON.parse(Buffer.concat(chunks).toString()));
    if (body._tag === 'Left' || body.right.CallbackCommand !== query.right.CallbackCommand) return 400;
    await handle(body.right);
    return 200;
  };
  request
    .on('data', (chunk) => {
      length += chunk.length;
      if (length > limitBytes) answer(413);
      else chunks.push(chunk);
    })
    .once('end', () => receive().then(answer, () => answer(500)));
};

const rememberedMs = 600_000;

/** Handles each text once, by its digest, as far as this process remembers. */
export const onceInMemory = (handle) => {
  const known = new Map();
  return (text) => {
    const id = hash('sha256', text, 'base64url');
    const now = performance.now();
    if (known.get(id) > now) return;
    known.set(id, now + rememberedMs);
    // A Map keeps the order in which its keys came.
    const [oldest, until] = known.entries().next().value;
    if (until < now) known.delete(oldest);
    handle();
  };
};

/** The same on Redis: claimed before the event is handled, confirmed after it. */
export const onceOnRedis = (handle, client, prefix) => async (text) => {
  const key = `${prefix}${hash('sha256', text, 'base64url')}`;
  if (!(await client.set(key, 'claimed', 'PX', 60_000, 'NX'))) return;
  handle();
  await client.set(key, 'done', 'PX', rememberedMs);
};
