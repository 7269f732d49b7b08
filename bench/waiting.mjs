// What a delivery holds in memory while its handler waits: node bench/waiting.mjs [--rounds N] [--no-write]. With fewer
// than 10 rounds, nothing is written.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { table } from './markdown.mjs';
import { plainAck, replyJudge } from './reply.mjs';
import { signed, unsigned } from './requests.mjs';
import { writeSection } from './results.mjs';
import { startServer } from './server.mjs';
import { median, spread } from './statistics.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, 'no-write': { type: 'boolean', default: false } },
});
const rounds = Number(values.rounds);
assert.ok(rounds >= 1, '--rounds must be a positive number.');
const open = 2000;
const warmUpRounds = 3;
/** The handlers must be released before this package gives up on them, after 1900 ms. */
const mostMs = 1500;

const receivers = {
  constant: ['Express, which never looks at the body', unsigned],
  baseline: ['Express, `express.json()`', unsigned],
  ours: ['ours in Express, signed', signed],
  dedupe: ['ours in Express, signed, dedupe in memory', signed],
};

const connectTo = async (port) => {
  const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
  await once(socket, 'connect');
  return socket;
};

/** Resolves once the reply is there, and rejects if it is a wrong one. */
const replyTo = async (socket, judge) => {
  let received = '';
  while (judge(received) === 'incomplete') received += (await once(socket, 'data'))[0];
  assert.equal(judge(received), 'right', `A wrong reply:\n${received.slice(0, 1000)}`);
};

const heldIn = ({ memory }) => memory.heapUsed + memory.external;

let eventTime = Date.now();

/** Bytes that each open delivery of a server holds: with all of them open, less what it held before, on the same connections. */
const measure = async ({ server, sockets, requestOf, judge }) => {
  const request = requestOf();
  const before = await server.ask('memory');
  const start = performance.now();
  const replies = sockets.map((socket) => replyTo(socket, judge));
  const all = Promise.all(replies);
  all.catch(() => {});
  for (const socket of sockets) {
    request.latin1Write(`"EventTime":${++eventTime}`, request.indexOf('"EventTime":'));
    socket.write(Buffer.from(request));
  }
  const isOpen = async () => (await server.ask()).handled - before.handled === open;
  while (!(await isOpen()) && performance.now() - start < mostMs) await sleep(10);
  const during = await server.ask('memory');
  assert.equal(during.handled - before.handled, open, `Not all handlers were reached within ${mostMs} ms.`);
  await server.ask('release');
  await all;
  return (heldIn(during) - heldIn(before)) / open;
};

const entries = [];
for (const [name, [says, requestOf]] of Object.entries(receivers)) {
  const server = await startServer('waiting', { env: { RECEIVER: name }, execArgv: ['--expose-gc'] });
  const sockets = await Promise.all(Array.from({ length: open }, () => connectTo(server.port)));
  entries.push({ says, server, sockets, requestOf, judge: replyJudge(plainAck), bytes: [] });
}
for (let round = -warmUpRounds; round < rounds; round++) {
  for (const entry of entries) {
    const bytes = await measure(entry);
    if (round >= 0) entry.bytes.push(bytes);
  }
}
for (const { server, sockets } of entries) {
  for (const socket of sockets) socket.destroy();
  server.stop();
}

const [{ bytes: floor }] = entries;
const figures = table(
  ['Server', 'Bytes per open delivery', 'More than the first'],
  ...entries.map(({ says, bytes }) => [says, spread(bytes, 0), Math.round(median(bytes) - median(floor))]),
);
console.log(figures);

if (rounds >= 10 && !values['no-write']) {
  const meaning = `Heap and external memory, after forced collections, that each of ${open} deliveries holds while its handler waits: what the
process holds with all of them open, less what it held before, on the same ${open} connections. The first row is what Node.js
and Express hold for a request that is not answered yet; what the others hold beyond it is in the last column, the parsed
body included. The median of ${rounds} rounds, after ${warmUpRounds} to warm up, and, in brackets, the least and the greatest. Every handler must
be reached, and every reply must come once the handlers end.`;
  writeSection('Waiting handlers', `${meaning}\n\n${figures}`);
}
