// Whose code takes the time of a request: REDIS_URL=… node bench/profile.mjs [--requests N] [--no-write]. With fewer than
// 50,000 requests to each server, nothing is written.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { warmUp } from './compare.mjs';
import { contestants } from './contestants.mjs';
import { table } from './markdown.mjs';
import { openRedis } from './redis.mjs';
import { writeSection } from './results.mjs';
import { startServer } from './server.mjs';
import { mean } from './statistics.mjs';
import { targetsAmong } from './targets.mjs';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '50000' }, 'no-write': { type: 'boolean', default: false } },
});
const total = Number(values.requests);
assert.ok(total >= 1, '--requests must be a positive number.');
const { REDIS_URL } = process.env;
assert.ok(REDIS_URL, 'REDIS_URL must name a Redis that may be used: redis://127.0.0.1:6379');
const redis = openRedis(REDIS_URL);

const intervalUs = 200;
const runs = 3;
const names = [
  'http-floor',
  'http-least',
  'http-contract',
  'ours-http',
  'express-floor',
  'express-least',
  'express-contract',
  'ours-signed',
  'express-least-dedupe',
  'ours-dedupe',
  'ours-memory-by-hand',
  'express-least-dedupe-redis',
  'ours-dedupe-redis',
  'ours-redis-by-hand',
  'express-least-paced',
  'express-least-body-apart',
  'ours-paced',
  'ours-body-apart',
  'baseline',
  'octokit',
];
const owners = {
  kernel: 'Socket writes',
  garbage: 'Garbage',
  node: 'Node.js',
  packages: 'Express, packages',
  ours: 'This package',
  server: "The server's file",
};
const writes = ['writev', 'writeBuffer', 'writeUtf8String', 'writeLatin1String'];
const ourFiles = ['../dist/', '../node_modules/io-ts/', '../node_modules/fp-ts/'].map(
  (folder) => new URL(folder, import.meta.url).href,
);

/** Whom a function of the profile belongs to; undefined while the thread is idle. V8 gives brackets to what is no function, and no URL to what is native. */
const ownerOf = ({ functionName, url }) => {
  if (functionName === '(idle)') return undefined;
  if (functionName === '(garbage collector)') return 'garbage';
  if (url === '' && writes.includes(functionName)) return 'kernel';
  if (url === '' || url.startsWith('node:')) return 'node';
  if (ourFiles.some((folder) => url.startsWith(folder))) return 'ours';
  return url.includes('/node_modules/') ? 'packages' : 'server';
};

/** Microseconds per request of each owner, by the samples of a profile. */
const timesOf = ({ nodes, samples, timeDeltas }, requests) => {
  const owned = new Map(nodes.map(({ id, callFrame }) => [id, ownerOf(callFrame)]));
  const times = Object.fromEntries(Object.keys(owners).map((owner) => [owner, 0]));
  for (const [place, id] of samples.entries()) {
    const owner = owned.get(id);
    if (owner) times[owner] += timeDeltas[place] / requests;
  }
  return times;
};

const profileOf = async (name, folder) => {
  const dir = path.join(folder, name);
  const { server: file = name, onRedis, env = onRedis && redis.env(name) } = contestants[name];
  const server = await startServer(file, {
    env,
    execArgv: ['--cpu-prof', `--cpu-prof-interval=${intervalUs}`, `--cpu-prof-dir=${dir}`],
  });
  await server.measure({ ...contestants[name], total: warmUp });
  await server.measure({ ...contestants[name], total });
  await server.stop();
  const [profile] = readdirSync(dir);
  return timesOf(JSON.parse(readFileSync(path.join(dir, profile), 'utf8')), warmUp + total);
};

const folder = mkdtempSync(path.join(tmpdir(), 'profile-'));
const profiles = new Map(names.map((name) => [name, []]));
try {
  for (let run = 0; run < runs; run++) {
    for (const name of names) profiles.get(name).push(await profileOf(name, path.join(folder, `${run}`)));
  }
} finally {
  rmSync(folder, { recursive: true });
  await redis.clear();
}

const timeOf = (name, owner) => mean(profiles.get(name).map((times) => times[owner]));
const sumOf = (name) => Object.keys(owners).reduce((sum, owner) => sum + timeOf(name, owner), 0);
const figures = table(
  ['Server, µs per request', ...Object.values(owners), 'In all'],
  ...names.map((name) => [
    contestants[name].says,
    ...Object.keys(owners).map((owner) => timeOf(name, owner).toFixed(1)),
    sumOf(name).toFixed(1),
  ]),
);
console.log(figures);

// The last column is what would be left if this package's own code took no time: no change of that code gets below.
const ratios = table(
  ['Time of one by that of another, in this profile', 'At most', 'In all', "Without this package's own time"],
  ...targetsAmong(names, (name, to) => sumOf(name) / sumOf(to)).map(({ name, to, most }) => [
    `${contestants[name].says} ÷ ${contestants[to].says}`,
    most?.toFixed(2) ?? '',
    (sumOf(name) / sumOf(to)).toFixed(3),
    ((sumOf(name) - timeOf(name, 'ours')) / sumOf(to)).toFixed(3),
  ]),
);
console.log(`\n${ratios}`);

if (total >= 50_000 && !values['no-write']) {
  const meaning = `Whose functions the main thread was in when V8's profiler looked, every ${intervalUs} µs, over ${total} requests after ${warmUp} to warm up;
the mean of ${runs} runs of each server, in turn. The profiler itself takes time, and the work of other threads and of the event loop between two
functions is in no column, so the sums are not those of "Side by side". "This package" includes io-ts and fp-ts, and what
V8 does for its functions, such as to parse JSON. What Node.js does when this package asks a request for something, or
writes a reply, is in "Node.js": an Express app on Node.js 20 gives each request a hidden class of its own, and each of
its properties is looked up anew.`;
  const limits = `The ratios of the targets, and those for comparison, in this profile. The last column leaves out what this package's own
code takes in the first of the two servers, and nothing in the second: where it is above the target, no faster code of this
package could meet it, only fewer writes or less use of what Node.js and the other packages do.`;
  writeSection('Profile', `${meaning}\n\n${figures}\n\n${limits}\n\n${ratios}`);
}
