// Whether memory stays flat under good requests, refused ones, late handlers and clients that leave:
// node bench/soak.mjs [--requests N] [--no-write]. Takes ten minutes at the most: it sends no more after nine.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { exchange } from './client.mjs';
import { table } from './markdown.mjs';
import { disconnects, mixture, mixtureSize } from './mixture.mjs';
import { signed } from './requests.mjs';
import { writeSection } from './results.mjs';
import { startServer } from './server.mjs';

const whole = 1_000_000;
const { values } = parseArgs({
  options: { requests: { type: 'string', default: String(whole) }, 'no-write': { type: 'boolean', default: false } },
});
const early = 50_000;
const total = Number(values.requests);
assert.ok(total > early, `--requests must be more than ${early}: after so many, memory is measured first.`);
const mostGrowthMib = 2;
const end = performance.now() + 9 * 60_000;

const server = await startServer('ours-soak', { execArgv: ['--expose-gc'] });
const { port } = server;

const leaveEarly = async () => {
  const request = signed();
  for (let left = 0; left < disconnects; left++) {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    socket.write(request.subarray(0, request.length - 100), () => socket.destroy());
    await once(socket, 'close');
  }
};

/** One mixture after the other, its kinds at the same time, each signed anew. */
const sendUntil = async (sent, last) => {
  for (; sent < last && performance.now() < end; sent += mixtureSize) {
    const send = ([count, , request, reply, connections = 4]) =>
      exchange({ port, request, reply, total: count, connections });
    await Promise.all([leaveEarly(), ...mixture.map(send)]);
  }
  return sent;
};

/** What is in memory once the late handlers have ended. */
const look = async (requests) => {
  await sleep(1000);
  const { memory, outcomes } = await server.ask();
  const held = memory.heapUsed + memory.external;
  const row = [requests, mib(memory.heapUsed), mib(memory.external), mib(held), mib(memory.rss)];
  return { held, outcomes, row };
};
const mib = (bytes) => (bytes / 2 ** 20).toFixed(2);

const first = await look(await sendUntil(0, early));
const sent = await sendUntil(early, total);
const last = await look(sent);
server.stop();

// A late handler is reported once more when it ends.
const perMixture = { 'client-gone': disconnects, late: mixture.find(([, outcome]) => outcome === 'handler-late')[0] };
for (const [count, outcome] of mixture) perMixture[outcome] = (perMixture[outcome] ?? 0) + count;
const expected = Object.entries(perMixture).map(([outcome, count]) => [outcome, (count * sent) / mixtureSize]);
assert.deepEqual(last.outcomes, Object.fromEntries(expected), 'Not every request had its outcome.');

const memory = table(['Requests', 'Heap, MiB', 'External, MiB', 'Both, MiB', 'Resident, MiB'], first.row, last.row);
const reports = table(['Outcome', 'Reports'], ...expected);
console.log(`${memory}\n\n${reports}`);

if (sent >= whole && !values['no-write']) {
  const meaning = `This package in Express, signed, with dedupe in memory. Memory is measured after a forced collection. The run fails if heap
and external memory grow by more than ${mostGrowthMib} MiB from the first row to the second, on any wrong reply, and if not every
request is reported with the outcome that it must have.`;
  writeSection('Soak', `${meaning}\n\n${memory}\n\n${reports}`);
}
assert.ok(
  last.held - first.held <= mostGrowthMib * 2 ** 20,
  `It holds more than ${mostGrowthMib} MiB more than at first.`,
);
