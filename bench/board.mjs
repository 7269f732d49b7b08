// What the example app's board takes, and what reading it costs the webhooks. Two cores are assumed, and this load
// client runs on them as well.
//
//   node bench/board.mjs                      all scenarios, 60 seconds each, on the embedded database
//   DATABASE_URL=… node bench/board.mjs       on PostgreSQL, whose database must be empty: it is filled
//   SECONDS=10 node bench/board.mjs           shorter
//   node bench/board.mjs --write              puts the results into RESULTS.md
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync, constants } from 'node:zlib';
import { signedRequest } from '../dist/testing/index.js';
import { resultsBetween } from './results.mjs';
import { percentile } from './statistics.mjs';

const seconds = Number(process.env.SECONDS ?? 60);
const { DATABASE_URL } = process.env;
const engine = DATABASE_URL ? 'PostgreSQL' : 'PGlite';
const root = fileURLToPath(new URL('..', import.meta.url));
const members = 'Live.CallbackAfterMemberStateChanged';
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Starts the app with an empty database. */
const startApp = async () => {
  const directory = mkdtempSync(join(tmpdir(), 'bench-board-'));
  const env = { PATH: process.env.PATH, PORT: '0', DEMO: 'off', LOG_LEVEL: 'error', BOARD_PASSWORD: 'bench password', DATA_DIR: directory };
  const child = spawn(process.execPath, [join(root, 'example-app/dist/main.js')], {
    env: { ...env, ...(DATABASE_URL && { DATABASE_URL }) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (printed += chunk));
  while (!/^The board: +(http:.*)\n/m.test(printed)) {
    if (child.exitCode !== null) throw new Error(`The app ended: ${printed}`);
    await sleep(20);
  }
  const url = new URL(/^The board: +(http:.*)\n/m.exec(printed)[1]);
  return {
    url,
    cpuSeconds: () => cpuSecondsOf(child.pid),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

/** User and system time of a process, on Linux; otherwise not known. */
const cpuSecondsOf = (pid) => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
};

/** Posts one event; resolves to the milliseconds to its reply, and whether it was accepted. */
const postEvent = (url, body) =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const { query, headers } = signedRequest({ sdkAppId: 1400000001, command: members, body });
    const options = { host: url.hostname, port: url.port, path: `/tencent-callback${query}`, method: 'POST', agent };
    const outgoing = request({ ...options, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ ms: performance.now() - startedAt, isOkay: text.includes('"ErrorCode":0') }));
    });
    outgoing.on('error', reject).end(body);
  });

let happened = 0;
const memberEvent = (room, accounts, EventType) => {
  happened += 1;
  const EventCause = EventType === 'Online' ? 'Enter' : 'Leave';
  const MemberList = accounts.map((account) => ({ Member_Account: `member ${account}` }));
  return JSON.stringify({ CallbackCommand: members, RoomId: `room ${room}`, EventType, EventCause, MemberList, EventTime: Date.now() - 1e6 + happened });
};

/** Fills the rooms, a hundred members to an event. */
const fill = async (url, rooms, perRoom) => {
  const accounts = Array.from({ length: perRoom }, (_, index) => index);
  let next = 0;
  const lane = async () => {
    while (next < rooms) await postEvent(url, memberEvent(next++, accounts, 'Online'));
  };
  await Promise.all(Array.from({ length: 8 }, lane));
};

/** Keeps so many requests in flight, or sends so many a second, for a time; resolves to what came of them. */
const load = async (url, rooms, { lanes, perSecond }) => {
  const until = performance.now() + seconds * 1000;
  const replies = [];
  const one = async () => {
    const number = replies.length + happened;
    replies.push(await postEvent(url, memberEvent(number % rooms, [number % 100], number % 2 === 0 ? 'Online' : 'Offline')));
  };
  const startedAt = performance.now();
  if (lanes !== undefined) {
    const lane = async () => {
      while (performance.now() < until) await one();
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  } else {
    const inFlight = new Set();
    while (performance.now() < until) {
      const due = ((performance.now() - startedAt) / 1000) * perSecond;
      for (let sent = replies.length + inFlight.size; sent < due; sent++) {
        const posting = one().finally(() => inFlight.delete(posting));
        inFlight.add(posting);
      }
      await sleep(5);
    }
    await Promise.all(inFlight);
  }
  const took = (performance.now() - startedAt) / 1000;
  const ms = replies.map((reply) => reply.ms).toSorted((a, b) => a - b);
  return {
    perSecond: replies.length / took,
    p50: percentile(ms, 0.5),
    p99: percentile(ms, 0.99),
    most: ms.at(-1),
    refused: replies.filter(({ isOkay }) => !isOkay).length,
    count: replies.length,
  };
};

const Authorization = `Basic ${Buffer.from('bench:bench password').toString('base64')}`;

/** A viewer of the board, who receives it compressed; `sizes` has the bytes of each push before compression. */
const openViewer = (url, sizes, received) => {
  const headers = { Authorization, 'Accept-Encoding': 'gzip' };
  const viewer = get({ host: url.hostname, port: url.port, path: '/api/stream', headers, agent: false }, (response) => {
    const chunks = [];
    response.on('data', (chunk) => {
      received.bytes += chunk.length;
      chunks.push(chunk);
    });
    response.on('close', () => {
      const text = gunzipSync(Buffer.concat(chunks), { finishFlush: constants.Z_SYNC_FLUSH }).toString();
      for (const message of text.split('\n\n')) if (message.startsWith('event: changes')) sizes.push(Buffer.byteLength(message));
    });
  });
  viewer.on('error', () => {});
  return () => viewer.destroy();
};

const hammer = (url, clients) => {
  let isStopped = false;
  let reads = 0;
  const own = new Agent({ keepAlive: true });
  const lane = async () => {
    while (!isStopped) {
      await new Promise((resolve, reject) => {
        const options = { host: url.hostname, port: url.port, path: '/api/board', headers: { Authorization }, agent: own };
        get(options, (response) => response.resume().on('end', resolve)).on('error', reject);
      });
      reads += 1;
    }
  };
  const done = Promise.all(Array.from({ length: clients }, lane));
  return async () => {
    isStopped = true;
    await done;
    own.destroy();
    return reads / seconds;
  };
};

const figure = (value) => (Number.isFinite(value) ? value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 }) : '–');
const rows = [];
const report = (scenario, target, result, more = '') => {
  const { perSecond, p50, p99, most, refused, count } = result;
  rows.push(`| ${engine} | ${scenario} | ${figure(perSecond)} | ${figure(p50)} | ${figure(p99)} | ${figure(most)} | ${refused} of ${count} | ${more} | ${target} |`);
  console.log(rows.at(-1));
};

const viewersOf = (url, count) => {
  const sizes = [];
  const received = { bytes: 0 };
  const leave = Array.from({ length: count }, () => openViewer(url, sizes, received));
  return async () => {
    for (const go of leave) go();
    await sleep(200);
    const sorted = sizes.toSorted((a, b) => a - b);
    return `push ${figure(percentile(sorted, 0.5) ?? Number.NaN)} bytes at the median, ${figure(received.bytes / count / seconds)} bytes/s to a viewer`;
  };
};

// 1. As many events as it takes, with ten viewers.
{
  const app = await startApp();
  await fill(app.url, 500, 20);
  const leave = viewersOf(app.url, 10);
  const before = app.cpuSeconds();
  const result = await load(app.url, 500, { lanes: 64 });
  const cpu = ((app.cpuSeconds() - before) / result.count) * 1e6;
  report('as much as it takes, 10 viewers', DATABASE_URL ? '2,500 events/s, p99 500 ms' : '800 events/s, p99 500 ms', result, `${await leave()}, ${figure(cpu)} µs of CPU an event`);
  await app.stop();
}

// 2. Many rooms and many viewers; 3. the same while the board is read in a loop.
{
  const app = await startApp();
  await fill(app.url, 5000, 100);
  const rate = { perSecond: DATABASE_URL ? 500 : 200 };
  const leave = viewersOf(app.url, 50);
  const quiet = await load(app.url, 5000, rate);
  report('5,000 rooms × 100 members, 50 viewers', 'p99 250 ms, none past 1,500 ms, push 4 kB', quiet, await leave());
  const alone = await load(app.url, 5000, rate);
  report('the same without viewers', '', alone);
  const stop = hammer(app.url, 20);
  const hammered = await load(app.url, 5000, rate);
  const reads = await stop();
  report('the same, `/api/board` read by 20 clients in a loop', 'p99 less than half more', hammered, `${figure(reads)} reads/s`);
  await app.stop();
}

agent.destroy();
const table = [
  `${engine}, ${seconds} s each, ${cpus().length} cores (${cpus()[0].model}), Node.js ${process.version}.`,
  '',
  '| database | scenario | events/s | p50 ms | p99 ms | most ms | not accepted | also | target |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ...rows,
].join('\n');
if (process.argv.includes('--write')) resultsBetween(`board-${engine.toLowerCase()}`, table);
else console.log(`\n${table}`);
void writeFileSync;
