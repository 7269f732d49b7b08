// What the example app's board takes, and what reading it costs the webhooks. Two cores are assumed, and this load
// client runs on them as well.
//
//   npm run bench:board                                    on the embedded database
//   DATABASE_URL=… npm run bench:board                     on PostgreSQL, in an empty database, which it fills
//   npm run bench:board -- --seconds 10 --no-write         shorter; with less than 60 seconds nothing is written
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fill, flood, load, percentile } from './board-events.mjs';
import { hammer, openViewers, password } from './board-readers.mjs';
import { table } from './markdown.mjs';
import { token } from './requests.mjs';
import { writeSection } from './results.mjs';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, 'no-write': { type: 'boolean', default: false } },
});
const seconds = Number(values.seconds);
const { DATABASE_URL } = process.env;
const engine = DATABASE_URL ? 'PostgreSQL' : 'PGlite';
/** As Tencent does, events are sent at the same time: enough for batches that use the database well. */
const connections = 128;
/** The last two scenarios are measured in so many rounds, in turn. */
const rounds = 6;
const root = fileURLToPath(new URL('..', import.meta.url));

/** Starts the app with an empty database. */
const startApp = async () => {
  const directory = mkdtempSync(join(tmpdir(), 'bench-board-'));
  const env = {
    PATH: process.env.PATH,
    PORT: '0',
    DEMO: 'off',
    LOG_LEVEL: 'error',
    TENCENT_WEBHOOK_TOKEN: token,
    BOARD_PASSWORD: password,
    DATA_DIR: directory,
  };
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

const figure = (value) => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
const rows = [];
/** Measures a load, and how much of a core the app takes for it. */
const measure = async (app, rooms, kind, forSeconds = seconds) => {
  const before = app.cpuSeconds();
  const result = await load(app.url, rooms, forSeconds, kind);
  return { ...result, cpu: app.cpuSeconds() - before };
};

/** Prints one row for a load that was measured in one part or in several. */
const report = (scenario, target, parts, more = '') => {
  const sum = (name) => parts.reduce((total, part) => total + part[name], 0);
  const durations = parts.flatMap((part) => part.durations).toSorted((a, b) => a - b);
  const [sent, accepted] = [sum('sent'), sum('accepted')];
  rows.push([
    scenario,
    ...[accepted / sum('took'), percentile(durations, 0.5), percentile(durations, 0.99), durations.at(-1)].map(figure),
    `${sent - accepted} of ${sent}`,
    ((sum('cpu') / sent) * 1e6).toFixed(0),
    more,
    target,
  ]);
  console.log(rows.at(-1).join(' | '));
};
const describeViewers = ({ pushBytes, compressedBytes }) =>
  `a push has ${figure(pushBytes)} bytes at the median, compressed ${figure(compressedBytes)} on average`;

// As many events as it takes, with ten viewers; then a flood, which anyone can send who knows the URL.
{
  const app = await startApp();
  await fill(app.url, 500, 20);
  const leave = openViewers(app.url, 10);
  const result = await measure(app, 500, { connections });
  const target = `${DATABASE_URL ? '2,500' : '800'} events/s, p99 500 ms`;
  report('As much as it takes, 10 viewers', target, [result], describeViewers(await leave()));
  const stop = flood(app.url, 3000);
  const signed = await measure(app, 500, { perSecond: 200 });
  const { perSecond, sent, refused } = await stop();
  const among = `${figure(perSecond)} unsigned requests/s, ${refused} of ${sent} refused`;
  report('Signed events in a flood of unsigned requests', 'all accepted', [signed], among);
  await app.stop();
}

// Many rooms with many viewers, and the same while the board is read in a loop.
{
  const app = await startApp();
  await fill(app.url, 5000, 100);
  const rate = { perSecond: DATABASE_URL ? 500 : 200 };
  const leave = openViewers(app.url, 50);
  const watched = await measure(app, 5000, rate);
  report(
    '5,000 rooms × 100 members, 50 viewers',
    'p99 250 ms, all within 1,500 ms, a push 4 kB',
    [watched],
    describeViewers(await leave()),
  );
  // In turn, so that a busy moment of the machine or of the database falls on both.
  const [alone, hammered] = [[], []];
  let reads = 0;
  for (let round = 0; round < rounds; round += 1) {
    alone.push(await measure(app, 5000, rate, seconds / rounds));
    const stop = hammer(app.url, 20);
    hammered.push(await measure(app, 5000, rate, seconds / rounds));
    reads += await stop();
  }
  report('The same without viewers', '', alone);
  report(
    'The same, `/api/board` read by 20 clients in a loop',
    'p99 less than half more',
    hammered,
    `${figure(reads / seconds)} reads/s`,
  );
  await app.stop();
}

const figures = table(
  ['Scenario', 'Events/s', 'p50 ms', 'p99 ms', 'Most ms', 'Not accepted', 'CPU µs', 'Also', 'Target'],
  ...rows,
);
console.log(`\n${figures}`);

if (seconds >= 60 && !values['no-write']) {
  const meaning = `Every event changes a member's state in one of the rooms, is signed, and is stored before its reply. As much as it takes
means ${connections} requests in flight. Milliseconds are those from a request to its reply, by the client, which runs on the same
machine; CPU µs are the app's for each event, without the database of PostgreSQL. ${seconds} seconds each, the last two in turn, in ${rounds}
rounds.`;
  writeSection(`Board on ${engine}`, `${meaning}\n\n${figures}`);
}
process.exit(0);
