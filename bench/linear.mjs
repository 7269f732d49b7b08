// Whether the cost of a body grows with its size, and no faster: node bench/linear.mjs [--no-write]
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { bodies } from './bodies.mjs';
import { table } from './markdown.mjs';
import { plainAck } from './reply.mjs';
import { signed, token, webhook } from './requests.mjs';
import { writeSection } from './results.mjs';
import { startServer } from './server.mjs';

const { values } = parseArgs({ options: { 'no-write': { type: 'boolean', default: false } } });

const kibibytes = [1, 16, 128, 1024];
const bytesPerMeasurement = 8 * 1024 * 1024;
/** A byte of the largest body may cost so many times what one of 16 KiB costs. Quadratic growth makes it 64 times. */
const mostGrowth = 2;

const server = await startServer('ours-dedupe');
await server.measure({ request: signed, total: 8000 });

const rows = [];
const tooSteep = [];
for (const [kind, [bodyOf, reply]] of Object.entries(bodies)) {
  const spent = [];
  for (const size of kibibytes) {
    const body = bodyOf(size * 1024);
    assert.equal(Buffer.byteLength(body), size * 1024);
    const total = Math.min(500, bytesPerMeasurement / 1024 / size);
    const exchanged = { request: () => webhook(body, { token }), reply, connections: 1, isHandled: reply === plainAck };
    await server.measure({ ...exchanged, total: Math.ceil(total / 4) });
    spent.push((await server.measure({ ...exchanged, total })).cpu);
  }
  const [, medium, , large] = spent;
  const growth = large / 1024 / (medium / 16);
  if (growth > mostGrowth) tooSteep.push(kind);
  rows.push([kind, ...spent.map((cpu) => Math.round(cpu)), growth.toFixed(2)]);
}
server.stop();

const figures = table(['CPU µs per request', ...kibibytes.map((size) => `${size} KiB`), 'per byte'], ...rows);
console.log(`\n${figures}`);

if (!values['no-write']) {
  const meaning = `This package in Express, signed, with dedupe in memory. The last column is what a byte of the largest body costs, by
what one of 16 KiB costs: more than ${mostGrowth} of any kind fails the run.`;
  writeSection('Growth with the body', `${meaning}\n\n${figures}`);
}
assert.deepEqual(tooSteep, [], `A byte of 1 MiB costs more than ${mostGrowth} times one of 16 KiB.`);
