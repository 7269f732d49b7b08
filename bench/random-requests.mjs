// Random requests to the built example app: npm run build && node bench/random-requests.mjs [how many] [seed]
// Whatever they hold, each must be answered with HTTP 200 and the mandated JSON, and leave nothing behind.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as openRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedRequest } from '../dist/testing/index.js';

const [total = 10_000, seed = Date.now() % 2 ** 32] = process.argv.slice(2).map(Number);
console.log(`${total} requests, seed ${seed}`);
const app = { sdkAppId: 1400000001, token: 'the token of the random requests' };
// The tests hold the README's table of commands to the catalogue.
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const commands = [...readme.matchAll(/^\| `(\w+\.Callback\w+)`/gm)].map(([, name]) => name);

let randomState = seed;
const below = (limit) => {
  randomState = (Math.imul(randomState, 1664525) + 1013904223) >>> 0;
  return Math.floor((randomState / 2 ** 32) * limit);
};
const pick = (list) => list[below(list.length)];

const wrongSignatures = [{ token: undefined }, { token: 'another' }, { now: 0 }];
const oddities = ['%', '%zz', '%ff', '%00', '+', '#', '[]=1', '&', '&__proto__=1', '&!"\'<>\\^`{|}~;:@/?,$'];
const odd = (one) => pick([one, one, one, '', `${one}&${one}`, one.replaceAll('o', '%6F'), one + pick(oddities)]);
const scalars = ['null', 'true', '-0', '0.5', '1e999', '144115233775727695', '""', String.raw`"\ud800"`, '"Online"'];
const values = [...scalars, '[[]]', '{"RoomId":[]}', '[{"Member_Account":1}]', ...commands.map((name) => `"${name}"`)];
const keys = ['CallbackCommand', 'RoomId', 'EventTime', 'EventType', 'MemberList', '__proto__', 'constructor', ''];
const someFields = () => keys.filter(() => below(2)).map((key) => `"${key}":${pick(values)}`);
const retyped = (value) => (below(4) === 0 ? pick(values) : value);
// 1 and 0 are the fallbacks of the gift and the message, 102101 is the example's own verdict.
const broken = [0, 1, 400, 422, 102101];
/** How often each kind is sent, what may come of it, and how it differs from a valid request. */
const kinds = Object.entries({
  valid: [20, [0], () => ({})],
  unsigned: [9, [401], ({ command }) => signedRequest({ ...app, command, ...pick(wrongSignatures) })],
  method: [5, [405], () => ({ method: pick(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'M-SEARCH']) })],
  HEAD: [1, ['200 '], () => ({ method: 'HEAD' })],
  query: [15, [0, 400, 401, 403], ({ query }) => ({ query: query.replaceAll(/[^?&]+/g, odd) })],
  type: [4, [0], () => ({ headers: { 'Content-Type': pick(['', 'text/plain', ';', 'a/b; charset=utf-16']) } })],
  encoding: [4, [0, 1, 415], () => ({ headers: { 'Content-Encoding': pick(['gzip', 'br', 'x, y']) } })],
  empty: [2, broken, () => ({ body: '' })],
  cut: [6, broken, ({ body }) => ({ body: body.slice(0, below(body.length)) })],
  bytes: [4, broken, () => ({ body: Buffer.alloc(below(5000)).map(() => below(256)) })],
  'not UTF-8': [4, broken, ({ body }) => ({ body: Buffer.from(body).fill(0xff, below(body.length)) })],
  'random JSON': [8, broken, () => ({ body: pick([pick(values), `[${values.join()}]`, `{${someFields().join()}}`]) })],
  'deep JSON': [2, broken, ({ body }) => ({ body: body.replace('{', `{"X":${'['.repeat(5e4)}${']'.repeat(5e4)},`) })],
  'wrong types': [8, broken, ({ body }) => ({ body: body.replaceAll(/(?<=": )("[^"]*"|\w+)/g, retyped) })],
  'to 2 MiB': [5, [0, 1, 413], ({ body }) => ({ body: body.padEnd(below(2 ** 21)) })],
  slow: [4, [0], () => ({ headers: {}, pieces: 10, pauseMs: below(100) })],
  'too slow': [1, [0, 1, 408], () => ({ pieces: 2, pauseMs: 1700 })],
  leaves: [5, [0, 'left'], () => ({ pieces: 4, pauseMs: 5, patienceMs: 1 + below(20) })],
}).flatMap(([kind, [weight, outcomes, change]]) => Array.from({ length: weight }, () => ({ kind, outcomes, change })));

// Memory is measured after a collection: what is left is held, not garbage that nobody has had reason to collect.
const onMessage = 'process.on("message", () => { gc(); gc(); process.send(process.memoryUsage()); })';
const data = mkdtempSync(join(tmpdir(), 'random-requests-'));
const child = fork(new URL('../example-app/dist/main.js', import.meta.url), {
  execArgv: ['--expose-gc', `--import=data:text/javascript,${onMessage}`],
  env: {
    PORT: 0,
    LOG_LEVEL: 'silent',
    DEMO: 'off',
    DATA_DIR: data,
    SDK_APP_ID: app.sdkAppId,
    TENCENT_WEBHOOK_TOKEN: app.token,
  },
  silent: true,
});
const problems = [];
child.stderr.on('data', (bytes) => problems.push(`The app wrote: ${bytes}`));
child.once('exit', (code, signal) => assert.fail(`The app ended by itself: ${code ?? signal}. ${problems.join()}`));
process.once('exit', () => {
  child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});
setTimeout(() => assert.fail(`It took more than 5 minutes. ${problems.join()}`), 300_000).unref();
let printed = '';
while (!/localhost:\d+/.test(printed)) printed += (await once(child.stdout, 'data')).toString();
const port = /localhost:(\d+)/.exec(printed)[1];

const plainAck = '200 {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';
const otherAck = /^200 \{"ActionStatus":"(OK|FAIL)","ErrorInfo":"([^"\\]|\\.)+","ErrorCode":[1-9]\d*\}$/;
const counts = {};
let sent = 0;
/** Awaits nothing until the request is made up: the seed alone decides what it is. */
const send = async ({ kind, outcomes, change } = pick(kinds)) => {
  const [number, command] = [++sent, pick(commands)];
  const valid = { pieces: 1 + below(3), command, ...signedRequest({ ...app, command }) };
  const { method, query, headers, body, pieces, pauseMs, patienceMs = 9000 } = { ...valid, ...change(valid) };
  const bytes = Buffer.from(body);
  const framing = pick([{ 'Content-Length': bytes.length }, { 'Transfer-Encoding': 'chunked' }]);
  const target = { host: '127.0.0.1', port, method, path: `/tencent-callback${query}` };
  const patience = { signal: AbortSignal.timeout(patienceMs) };
  const request = openRequest({ ...target, ...patience, headers: { ...headers, ...framing } }).on('error', () => {});
  const upload = async (size = Math.ceil(bytes.length / pieces)) => {
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
  const gone = ({ message }) => [kind === 'leaves' ? 'left' : message];
  const [outcome] = await Promise.all([download(), upload()]).catch(gone);
  if (!outcomes.includes(outcome)) problems.push(`Request ${number} (${kind}): ${outcome}`);
  (counts[kind] ??= {})[outcome] = (counts[kind][outcome] ?? 0) + 1;
};
const memoryAfter = async (requests) => {
  const work = async () => sent >= requests || send().then(work);
  await Promise.all(Array.from({ length: 8 }, work));
  await sleep(1000);
  child.send('measure');
  const [{ rss, heapUsed, external }] = await once(child, 'message');
  return { 'held KiB': Math.round((heapUsed + external) / 1024), 'resident KiB': Math.round(rss / 1024) };
};
const early = await memoryAfter(total / 5);
const late = await memoryAfter(total);
await send(kinds[0]);
console.table(counts);
console.table({ early, late });

child.removeAllListeners('exit').kill('SIGTERM');
const [code] = await once(child, 'close', { signal: AbortSignal.timeout(5000) });
assert.deepEqual({ code, problems }, { code: 0, problems: [] });
assert.ok(late['held KiB'] < early['held KiB'] * 1.1, 'It holds more than 1.1 times the memory.');
assert.ok(late['resident KiB'] < early['resident KiB'] * 1.5, 'It has grown to more than 1.5 times.');
