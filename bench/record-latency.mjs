// How much later a reply comes when `record` stands between: node bench/record-latency.mjs [--requests N]. Needs a build.
// The app, the recorder and this client are three processes. Requests go directly and through the recorder in turn, one
// at a time, and the time that the app itself took, which it says in a header, is taken off.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, Agent, request as open } from 'node:http';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { liveWebhooks, allow } from '../dist/index.js';
import { signedRequest } from '../dist/testing/index.js';
import { table } from './markdown.mjs';
import { token } from './requests.mjs';
import { percentile } from './statistics.mjs';

const sdkAppId = 1400000001;

const runApp = () => {
  const webhooks = liveWebhooks({ sdkAppId, token, handlers: { 'Live.CallbackBeforeSendGift': () => allow() } });
  const server = createServer((request, response) => {
    const start = performance.now();
    const { writeHead } = response;
    response.writeHead = (...args) => {
      response.setHeader('X-Ms', String(performance.now() - start));
      return writeHead.apply(response, args);
    };
    webhooks(request, response);
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
};

const agent = new Agent({ keepAlive: true });

/** The milliseconds until the reply, without those of the app. */
const timeOf = async (url) => {
  const {
    body,
    headers,
    url: target,
  } = signedRequest({ sdkAppId, token, command: 'Live.CallbackBeforeSendGift', url });
  const start = performance.now();
  const request = open(target, {
    agent,
    method: 'POST',
    headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
  });
  request.end(body);
  const [response] = await once(request, 'response');
  response.resume();
  await once(response, 'end');
  const ms = performance.now() - start - Number(response.headers['x-ms']);
  if (response.statusCode !== 200 || Number.isNaN(ms)) throw new Error('The app did not reply.');
  return ms;
};

const measure = async (total) => {
  const app = fork(fileURLToPath(import.meta.url), ['--app']);
  const [appPort] = await once(app, 'message');
  const out = path.join(tmpdir(), `record-latency-${process.pid}.ndjson`);
  const direct = `http://127.0.0.1:${appPort}/`;
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
  const recorder = spawn(process.execPath, [
    main,
    'record',
    '--port',
    '0',
    '--forward',
    direct,
    '--out',
    out,
    '--redact-accounts',
  ]);
  const [line] = await once(recorder.stderr, 'data');
  const recorded = /http:\/\/[\d.]+:\d+/.exec(String(line))[0];
  const times = { direct: [], recorded: [] };
  for (let sent = 0; sent < total + 500; sent++) {
    const both = [await timeOf(direct), await timeOf(recorded)];
    // The first ones compile the code.
    if (sent < 500) continue;
    times.direct.push(both[0]);
    times.recorded.push(both[1]);
    await sleep(1);
  }
  recorder.kill('SIGINT');
  await once(recorder, 'exit');
  app.kill();
  agent.destroy();
  rmSync(out);
  return times;
};

const row = (name, of) => [name, ...[50, 90, 99].map((percent) => of(percent).toFixed(2))];

if (process.argv[2] === '--app') runApp();
else {
  const { values } = parseArgs({ options: { requests: { type: 'string', default: '5000' } } });
  const { direct, recorded } = await measure(Number(values.requests));
  console.log(
    table(
      ['ms', 'p50', 'p90', 'p99'],
      row('directly', (percent) => percentile(direct, percent)),
      row('through the recorder', (percent) => percentile(recorded, percent)),
      row('difference', (percent) => percentile(recorded, percent) - percentile(direct, percent)),
    ),
  );
  console.log(
    `${direct.length} requests each, load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} processors`,
  );
}
