// What a request costs each server: node bench/side-by-side.mjs [--only signed,express-floor] [--rounds N]
// [--requests N] [--no-write]. The whole of it, and nothing less, is written to RESULTS.md.
import { parseArgs } from 'node:util';
import { startServer } from './child.mjs';
import { contestants } from './contestants.mjs';
import { spread } from './statistics.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '11' },
    requests: { type: 'string', default: '4000' },
    'no-write': { type: 'boolean' },
  },
});
const rounds = Number(options.rounds);
const requests = Number(options.requests);
const warmUp = 2 * requests;

const only = options.only && ['baseline', ...options.only.split(',')];
const names = Object.keys(contestants).filter((name) => !only || only.includes(name));
const servers = new Map();
process.once('exit', () => servers.forEach((server) => server.stop()));
for (const name of names) servers.set(name, await startServer(contestants[name]));
for (const server of servers.values()) await server.measure(warmUp);

const measured = new Map(names.map((name) => [name, []]));
for (let round = 0; round < rounds; round++) {
  // Each round begins with another server, so that none always follows the same one.
  for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
    measured.get(name).push(await servers.get(name).measure(requests));
  }
}

const cpu = (name) => measured.get(name).map((one) => one.cpu);
const ratio = (name, to) => cpu(name).map((one, round) => one / cpu(to)[round]);
console.table(
  Object.fromEntries(
    names.map((name) => [
      contestants[name].says,
      {
        'CPU µs/request': spread(cpu(name), 1),
        'of the baseline': spread(ratio(name, 'baseline'), 3),
        'requests/s': spread(
          measured.get(name).map((one) => one.perSecond),
          0,
        ),
      },
    ]),
  ),
);
process.exit();
