// What a held message costs, by how many are held already: DATABASE_URL=… node bench/moderation.mjs [--seconds S]
// [--rounds R] [--no-write]. With less than 5 seconds a round, nothing is written.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { signedRequest } from '../dist/testing/index.js';
import { table } from './markdown.mjs';
import { writeSection } from './results.mjs';
import { startServer } from './server.mjs';
import { median, spread } from './statistics.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
    'no-write': { type: 'boolean', default: false },
  },
});
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
const { DATABASE_URL } = process.env;
assert.ok(DATABASE_URL, 'DATABASE_URL must name a PostgreSQL in which databases may be created.');

const perSecond = 200;
const rowCounts = [0, 10_000, 1_000_000];
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const run = randomUUID();
let messages = 0;

const post = async (port, path, headers, body) => {
  const sent = request({ port, host: '127.0.0.1', path, method: 'POST', headers, agent });
  sent.end(body);
  const [response] = await once(sent, 'response');
  return text(response);
};

const refused = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}';
/** What could not be stored within a second is allowed. */
const allowed = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';

/** Sends one message; resolves to the milliseconds until it was answered, and whether it was refused. */
const sendMessage = async (port) => {
  messages += 1;
  const webhook = signedRequest({
    sdkAppId: 1400000001,
    body: {
      CallbackCommand: 'Group.CallbackBeforeSendMsg',
      GroupId: `live ${messages % 20}`,
      Type: 'Live',
      From_Account: `account ${messages % 500}`,
      Operator_Account: 'admin',
      Random: messages,
      MsgId: `${run}-${messages}`,
      MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'text '.repeat(50) } }],
      CloudCustomData: '',
      EventTime: String(Date.now()),
    },
  });
  const start = performance.now();
  const reply = await post(port, `/tencent-callback${webhook.query}`, webhook.headers, webhook.body);
  assert.ok(reply === refused || reply === allowed, reply);
  return { ms: performance.now() - start, isHeld: reply === refused };
};

/** Sends messages at a steady rate, whether the ones before are answered or not. */
const sendSteadily = async (port, total) => {
  const start = performance.now();
  const sent = [];
  for (let index = 0; index < total; index++) {
    const early = start + (index * 1000) / perSecond - performance.now();
    if (early > 1) await sleep(early);
    sent.push(sendMessage(port));
  }
  return Promise.all(sent);
};

const percentile = (numbers, share) => {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
};

const listPage = async (port, PageNo, PageSize) => {
  const start = performance.now();
  const body = JSON.stringify({ PageNo, PageSize, Receiver: 'full' });
  const { TotalCount } = JSON.parse(await post(port, '/moderation/list', { 'X-Api-Key': 'key' }, body));
  return { TotalCount, ms: performance.now() - start };
};

const sql = async (statement, database = new URL(DATABASE_URL).pathname) => {
  const client = new pg.Client({ connectionString: Object.assign(new URL(DATABASE_URL), { pathname: database }).href });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
};

/** Others on the same machine make every figure worse. */
const load = loadavg()[0].toFixed(1);

const cleanUps = [];
const createPostgres = async () => {
  const name = `moderation_bench_${randomUUID().replaceAll('-', '')}`;
  await sql(`create database ${name}`);
  cleanUps.push(() => sql(`drop database ${name} with (force)`));
  return { DATABASE_URL: Object.assign(new URL(DATABASE_URL), { pathname: name }).href };
};
const createEmbedded = async () => {
  const directory = mkdtempSync(join(tmpdir(), 'moderation-bench-'));
  cleanUps.push(() => rmSync(directory, { recursive: true, force: true }));
  return { DATA_DIR: directory };
};

/** One server for each number of rows, measured in turn, so that a busy moment of the machine meets all of them alike. */
const measure = async (create) => {
  const servers = [];
  for (const rows of rowCounts) {
    const env = { ...(await create()), ROWS: String(rows) };
    const server = await startServer('moderation', { env });
    servers.push({ rows, server, times: [], cpu: [], unstored: 0 });
    console.error(`${rows} rows are held.`);
  }
  for (const { server } of servers) await sendSteadily(server.port, perSecond * 2);
  for (let round = 0; round < rounds; round++) {
    for (const measured of servers) {
      const { server, times, cpu } = measured;
      const before = await server.ask();
      const answers = await sendSteadily(server.port, perSecond * seconds);
      times.push(answers.map(({ ms }) => ms));
      measured.unstored += answers.filter(({ isHeld }) => !isHeld).length;
      const after = await server.ask();
      const spent = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
      cpu.push(spent / (perSecond * seconds));
      assert.equal(after.handled - before.handled, perSecond * seconds);
    }
  }
  const base = median(servers[0].cpu);
  const rows = [];
  for (const { rows: held, server, times, cpu, unstored } of servers) {
    const full = Math.max(1, Math.ceil(held / 2 / 20));
    // The last page first: nothing is known yet of the pages before it.
    const [last, middle, first] = [
      await listPage(server.port, full, 20),
      await listPage(server.port, Math.ceil(full / 2), 20),
      await listPage(server.port, 1, 20),
    ];
    assert.equal(first.TotalCount, held / 2);
    rows.push([
      held,
      spread(cpu, 0),
      (median(cpu) / base).toFixed(2),
      spread(
        times.map((round) => percentile(round, 0.5)),
        1,
      ),
      spread(
        times.map((round) => percentile(round, 0.99)),
        1,
      ),
      unstored,
      [first, middle, last].map(({ ms }) => ms.toFixed(0)).join(' / '),
    ]);
    server.stop();
  }
  return rows;
};

/** How many messages a second processes hold on one PostgreSQL, each asked over 16 connections. */
const measureThroughput = async (processes) => {
  const env = await createPostgres();
  const servers = [await startServer('moderation', { env })];
  while (servers.length < processes) servers.push(await startServer('moderation', { env }));
  const total = perSecond * seconds;
  const rates = [];
  let refusals = 0;
  for (let round = -1; round < rounds; round++) {
    let left = total;
    const start = performance.now();
    const send = async (port) => {
      while (left-- > 0) if ((await sendMessage(port)).isHeld) refusals += 1;
    };
    await Promise.all(servers.flatMap(({ port }) => Array.from({ length: 32 / processes }, () => send(port))));
    if (round >= 0) rates.push((total * 1000) / (performance.now() - start));
  }
  const [{ held }] = await sql('select count(*)::int as held from moderation_held', new URL(env.DATABASE_URL).pathname);
  assert.equal(held, refusals, 'Not every message that was refused is in the list.');
  for (const server of servers) server.stop();
  return [processes, spread(rates, 0), refusals, held];
};

try {
  const heads = [
    'Rows held',
    'CPU µs per message',
    'To none',
    'p50 ms',
    'p99 ms',
    'Not stored in time',
    'First / middle / last page, ms',
  ];
  const [{ server_version: postgresVersion }] = await sql('show server_version');
  const postgres = table(heads, ...(await measure(createPostgres)));
  console.log(`${postgres}\n`);
  const throughput = table(
    ['Processes', 'Messages per second', 'Refused', 'In the list'],
    await measureThroughput(1),
    await measureThroughput(2),
  );
  console.log(`${throughput}\n`);
  const embedded = table(heads, ...(await measure(createEmbedded)));
  console.log(embedded);

  if (seconds >= 5 && !values['no-write']) {
    const { version } = JSON.parse(
      readFileSync(new URL('../node_modules/@electric-sql/pglite/package.json', import.meta.url)),
    );
    const section = `The moderation server of the example app in the mode review, without the board, in a process of its own. Messages with 250
characters of text come at ${perSecond} a second for ${seconds} seconds a round, in ${rounds} rounds; each is stored and then refused; one that
cannot be stored within a second is allowed. A process for each number of rows, measured in turn. CPU time is that of the process, so that of PostgreSQL is
not in it, and that of the embedded database is. Given are the median of the rounds and, in brackets, the least and the
greatest. Half of the rows are in one room; a page of that room has 20 messages, and none of the pages before it was read.
The client and PostgreSQL run on the same machine, whose load average was ${load} before the start.

On PostgreSQL ${postgresVersion}:

${postgres}

Processes on one PostgreSQL, asked over 32 connections in all, each as soon as it is answered. The run fails if the list does
not have every message that was refused:

${throughput}

On the embedded database, PGlite ${version}:

${embedded}`;
    writeSection('Moderation', section);
  }
} finally {
  agent.destroy();
  for (const cleanUp of cleanUps) await Promise.resolve(cleanUp()).catch(console.error);
}
