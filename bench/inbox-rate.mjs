// How many events a second one and two web processes put into a BullMQ queue: REDIS_URL=… node bench/inbox-rate.mjs
// [--requests N] [--no-write]. N go to each process in each of five rounds; with fewer than 4000, nothing is written.
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { table } from './markdown.mjs';
import { openRedis } from './redis.mjs';
import { signed } from './requests.mjs';
import { writeSection } from './results.mjs';
import { startServer } from './server.mjs';
import { spread } from './statistics.mjs';
import { versionsOf } from './versions.mjs';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '4000' }, 'no-write': { type: 'boolean', default: false } },
});
const total = Number(values.requests);
assert.ok(total >= 1, '--requests must be a positive number.');
const { REDIS_URL } = process.env;
assert.ok(REDIS_URL, 'REDIS_URL must name a Redis that may be used: redis://127.0.0.1:6379');

const rounds = 5;
const connections = 32;
const redis = openRedis(REDIS_URL);

const rateOf = async (processes) => {
  const name = `inbox-${processes}`;
  const servers = await Promise.all(
    Array.from({ length: processes }, () => startServer('ours-inbox', { env: redis.env(name) })),
  );
  const sendToAll = () =>
    Promise.all(
      servers.map((server) => server.measure({ request: signed, total, connections: connections / processes })),
    );

  await sendToAll();
  const [rates, cpu] = [[], []];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const measured = await sendToAll();
    rates.push((processes * total * 1000) / (performance.now() - start));
    cpu.push(...measured.map((one) => one.cpu));
  }
  for (const server of servers) server.stop();

  // No two events are alike, and a job has its event's id: a lost event would be a missing job.
  const acknowledged = (rounds + 1) * processes * total;
  const jobs = await redis.countJobs(name);
  assert.equal(jobs, acknowledged, 'Not every acknowledged event is in the queue.');
  return [processes, spread(rates, 0), spread(cpu, 1), acknowledged, jobs];
};

const measureRates = async () => {
  try {
    return [await rateOf(1), await rateOf(2)];
  } finally {
    await redis.clear();
  }
};
const redisVersion = await redis.version();
const figures = table(
  ['Web processes', 'Events per second', 'CPU µs per event', 'Acknowledged', 'In the queue'],
  ...(await measureRates()),
);
console.log(figures);

if (total >= 4000 && !values['no-write']) {
  const versions = [...versionsOf(['bullmq', 'ioredis']), `Redis ${redisVersion}`];
  const meaning = `Versions: ${versions.join(', ')}.

This package in Express, signed, with an inbox on BullMQ. ${rounds} rounds of ${total} events to each process, after as many to warm
up, over ${connections} connections in all; the median and, in brackets, the least and the greatest. Redis and the client run
on the same machine, so a second process does not double the rate. Every event differs, and the run fails if the queue
does not hold as many jobs as were acknowledged.`;
  writeSection('Inbox', `${meaning}\n\n${figures}`);
}
