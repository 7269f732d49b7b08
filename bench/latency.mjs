// How long a reply takes at half of the rate that saturates the server:
// node bench/latency.mjs [--rounds N] [--seconds N] [--no-write]. With less than 5 rounds of 20 seconds, nothing is written.
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { warmUp } from './compare.mjs';
import { contestants } from './contestants.mjs';
import { table } from './markdown.mjs';
import { sendPlanned } from './open-loop.mjs';
import { plainAck } from './reply.mjs';
import { writeSection } from './results.mjs';
import { startServer } from './server.mjs';
import { median, percentile, spread } from './statistics.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '20' },
    'no-write': { type: 'boolean', default: false },
  },
});
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
assert.ok(rounds >= 1 && seconds > 0, '--rounds and --seconds must be positive numbers.');
const names = ['express-floor', 'baseline', 'ours-signed'];
const percents = [50, 99, 99.9];
const connections = 64;

const servers = new Map();
for (const name of names) {
  const server = await startServer(name);
  const closedLoop = (total) => server.measure({ ...contestants[name], connections, total });
  await closedLoop(warmUp);
  servers.set(name, { server, closedLoop, saturation: [] });
}
for (let turn = 0; turn < 5; turn++) {
  for (const one of servers.values()) one.saturation.push((await one.closedLoop(5000)).perSecond);
}

const measured = new Map(names.map((name) => [name, []]));
for (let round = 0; round < rounds; round++) {
  const first = round % names.length;
  for (const name of [...names.slice(first), ...names.slice(0, first)]) {
    const { server, saturation } = servers.get(name);
    const { request } = contestants[name];
    const planned = { port: server.port, request, reply: plainAck, perSecond: median(saturation) / 2 };
    await sendPlanned({ ...planned, seconds: Math.min(1, seconds) });
    measured.get(name).push(await sendPlanned({ ...planned, seconds }));
  }
}
for (const { server } of servers.values()) server.stop();

const cells = (name, which, percent) =>
  spread(
    measured.get(name).map((round) => percentile(round[which], percent)),
    2,
  );
const figures = table(
  ['Server, ms', 'Requests per second', ...percents.map((percent) => `p${percent}`), 'The client was late, p99.9'],
  ...names.map((name) => [
    contestants[name].says,
    Math.round(median(servers.get(name).saturation) / 2),
    ...percents.map((percent) => cells(name, 'latencies', percent)),
    cells(name, 'lateness', 99.9),
  ]),
);
console.log(figures);

if (rounds >= 5 && seconds >= 20 && !values['no-write']) {
  const meaning = `Each server gets half as many requests a second as it has answered over ${connections} connections that send as soon as they
have a reply (the median of 5 short runs). Then the client sends at planned times, whatever becomes of the requests
before, and measures each latency from the planned time to the whole reply. So a server that stalls is charged with
every request that it has kept waiting, as \`wrk2\` does it. A client such as \`autocannon\` waits for a reply before it
sends the next request, and so sends least when the server is slow: it omits what it should measure ("coordinated
omission").

${rounds} rounds of ${seconds} s for each server in turn, after a second to warm up; of each percentile the median of the rounds
and, in brackets, the least and the greatest. The last column says how late the client itself was to send: its lateness
is part of the latencies. It takes one of the processors for itself, so the machine needs another for the server.`;
  writeSection('Latency', `${meaning}\n\n${figures}`);
}
