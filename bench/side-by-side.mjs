// What a request costs each server: node bench/side-by-side.mjs [--only ours-signed,octokit] [--rounds N] [--requests N]
// [--no-write]. A whole run, and nothing less, is written to RESULTS.md.
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { contestants } from './contestants.mjs';
import { table } from './markdown.mjs';
import { bodyBytes } from './requests.mjs';
import { writeSection } from './results.mjs';
import { startServer } from './server.mjs';
import { median, spread } from './statistics.mjs';
import { targetsTable } from './targets.mjs';
import { versionsOf } from './versions.mjs';

const everyone = Object.keys(contestants);
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: everyone.join() },
    rounds: { type: 'string', default: '30' },
    requests: { type: 'string', default: '2000' },
    'no-write': { type: 'boolean', default: false },
  },
});
const [rounds, requests, warmUp] = [Number(values.rounds), Number(values.requests), 8000];
assert.ok(rounds >= 1 && requests >= 1, '--rounds and --requests must be positive numbers.');
const wanted = values.only.split(',');
for (const name of wanted) assert.ok(everyone.includes(name), `--only takes some of ${everyone.join()}; not ${name}.`);
// Everybody is compared with the baseline.
const names = everyone.filter((name) => name === 'baseline' || wanted.includes(name));

const servers = new Map();
for (const name of names) {
  const server = await startServer(contestants[name].server ?? name);
  await server.measure({ ...contestants[name], total: warmUp });
  servers.set(name, server);
}
const measured = new Map(names.map((name) => [name, []]));
for (let round = 0; round < rounds; round++) {
  const first = round % names.length;
  for (const name of [...names.slice(first), ...names.slice(0, first)]) {
    measured.get(name).push(await servers.get(name).measure({ ...contestants[name], total: requests }));
  }
}
for (const server of servers.values()) server.stop();

const cpuOf = (name) => measured.get(name).map(({ cpu }) => cpu);
const ratios = (name, to) => cpuOf(name).map((cpu, round) => cpu / cpuOf(to)[round]);
const comparison = table(
  ['Server', 'CPU µs per request', 'To the baseline', 'Requests per second'],
  ...names.map((name) => [
    contestants[name].says,
    spread(cpuOf(name), 1),
    spread(ratios(name, 'baseline'), 3),
    Math.round(median(measured.get(name).map(({ perSecond }) => perSecond))),
  ]),
);
console.log(comparison);

if (names.length === everyone.length) {
  const peers = names.filter((name) => contestants[name].peer);
  const [cheapestPeer] = peers.toSorted((one, other) => median(cpuOf(one)) - median(cpuOf(other)));
  const targets = targetsTable(ratios, cheapestPeer);
  console.log(`\n${targets}`);

  if (rounds >= 30 && requests >= 2000 && !values['no-write']) {
    const versions = versionsOf(['express', ...peers.map((name) => contestants[name].peer)]);
    const method = `Versions: ${versions.join(', ')}.

Each server is a process of its own, with NODE_ENV=production and the settings that a user of it would have. The client
posts the same event of ${bodyBytes} bytes, of which only EventTime differs, over 8 keep-alive connections. GitHub's,
LINE's and Slack's packages get an event of their own service, of the same size and signed its way, and verify it. The
event with 16 seats is larger, and of one size with either kind of ids. The signed requests of a round carry one
RequestTime, as those of one second do; in the row that says so, each connection has its own. Head and body of a
request are written in one piece, as HTTP clients do with small bodies.

Each server is warmed up with ${warmUp} requests. Then come ${rounds} rounds of ${requests} requests to each server in turn, each
round beginning with another one. CPU time is process.cpuUsage() of the server, user and system, so compiling and
collecting garbage are in it. A ratio is that of two figures of one round. Given are the median of all rounds and, in
brackets, the least and the greatest. Requests per second are information only: the client shares the machine.

Every reply is read and compared, and every event must have come to its handler: a wrong reply or a lost event ends the
run without a result.`;
    writeSection('Side by side', `${comparison}\n\n${method}`);
    writeSection('Targets', `The medians of the same run.\n\n${targets}`);
  }
}
