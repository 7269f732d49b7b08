// Sends random requests to the built example app: npm run test:random -- [how many] [seed]
// Whatever a request holds, the app must answer it with HTTP 200 and the JSON that Tencent demands, and keep no memory.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as openRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startExampleApp } from './example-app.mjs';
import { createRequests, identity } from './kinds.mjs';

const [total = 10_000, seed = Date.now() % 2 ** 32] = process.argv.slice(2).map(Number);
console.log(`${total} requests, seed ${seed}`);

const app = await startExampleApp(identity);
const { problems } = app;
setTimeout(() => assert.fail(`It took more than 10 minutes. ${problems.join()}`), 600_000).unref();

/** A busy machine makes the body, or the handler, late now and then. */
const lateCodes = [408, 504];
const lateShare = 0.05;

const plainAck = '200 {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';
const otherAck = /^200 \{"ActionStatus":"(OK|FAIL)","ErrorInfo":"([^"\\]|\\.)+","ErrorCode":[1-9]\d*\}$/;

/** Resolves to the `ErrorCode` of a reply of the mandated form, and to the whole reply otherwise. */
const exchange = async ({ method, query, headers, body, pieces, pauseMs, timeoutMs, isChunked }) => {
  const bytes = Buffer.from(body);
  const framing = isChunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': bytes.length };
  const request = openRequest({
    host: '127.0.0.1',
    port: app.port,
    method,
    path: `/tencent-callback${query}`,
    headers: { ...headers, ...framing },
    signal: AbortSignal.timeout(timeoutMs),
  });
  // `once` below reports the error to the caller; without a listener, a second error would end the process.
  request.on('error', () => {});
  const upload = async () => {
    const size = Math.ceil(bytes.length / pieces);
    for (let at = 0; at < bytes.length; at += size) {
      request.write(bytes.subarray(at, at + size));
      await sleep(pauseMs);
    }
    request.end();
  };
  const download = async () => {
    const [response] = await once(request, 'response');
    const reply = `${response.statusCode} ${(await response.toArray()).join('')}`;
    return reply === plainAck || otherAck.test(reply) ? JSON.parse(reply.slice(4)).ErrorCode : reply;
  };
  const [outcome] = await Promise.all([download(), upload()]);
  return outcome;
};

const counts = {};
const nextRequest = createRequests(seed);
let sent = 0;
let late = 0;

const send = async ({ kind, outcomes, request } = nextRequest()) => {
  const number = ++sent;
  const outcome = await exchange(request).catch(({ message }) => (kind === 'leaves' ? 'left' : message));
  if (!outcomes.includes(outcome)) {
    if (lateCodes.includes(outcome)) late += 1;
    else problems.push(`Request ${number} (${kind}, ${request.command}): ${outcome}`);
  }
  (counts[kind] ??= {})[outcome] = (counts[kind][outcome] ?? 0) + 1;
};

/** Sends requests, eight at a time, until so many have been sent. */
const sendUntil = async (count) => {
  const work = async () => sent >= count || send().then(work);
  await Promise.all(Array.from({ length: 8 }, work));
  await sleep(1000);
};

await sendUntil(total / 5);
const early = await app.measureMemory();
await sendUntil(total);
const end = await app.measureMemory();
await send(nextRequest('valid'));
console.table(counts);
console.table({ early, end });

assert.deepEqual({ code: await app.stop(), problems }, { code: 0, problems: [] });
assert.ok(late <= total * lateShare, `${late} of ${total} requests were answered too late.`);
assert.ok(end['held KiB'] < early['held KiB'] * 1.1, 'The app holds more than 1.1 times the memory.');
assert.ok(end['resident KiB'] < early['resident KiB'] * 1.5, 'The app has grown to more than 1.5 times its size.');
