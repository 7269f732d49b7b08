/*
 * Mounts the packed package in every host on every runtime, sends each of them the same requests, and prints what differs
 * from what has to come of them. Words select: `npm run test:hosts -- koa bun` runs what is named by all of them.
 */
import { certificate, unpackPackage } from './prepare.mjs';
import { inParallel } from './in-parallel.mjs';
import { runtimes } from './runtimes.mjs';
import { hosts } from './table.mjs';
import { names as upstreams } from './upstream.mjs';

const start = performance.now();
await unpackPackage();
// These import the package, which has only now been unpacked.
const { checks, tryHost } = await import('./host.mjs');
const { tryBodies } = await import('./bodies.mjs');

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const isSelected = (...texts) => words.every((word) => texts.join(' ').toLowerCase().includes(word));

const env = await certificate();
const apps = [
  { title: 'http.createServer', file: 'upstream-bare' },
  { title: 'Express 4', file: 'upstream-express', env: { EXPRESS: 'express4' } },
  { title: 'Express 5', file: 'upstream-express', env: { EXPRESS: 'express' } },
];

const hostJobs = hosts.flatMap((host) => runtimes.map((runtime) => ({ host, runtime })));
const bodyJobs = apps.flatMap((app) =>
  upstreams.flatMap((upstream) => runtimes.map((runtime) => ({ app, upstream, runtime }))),
);
const selected = {
  hosts: hostJobs.filter(({ host, runtime }) => isSelected('hosts', host.title, runtime.name)),
  bodies: bodyJobs.filter(({ app, upstream, runtime }) => isSelected('bodies', app.title, upstream, runtime.name)),
};

const notInstalled = ({ name }) => `${name} is not installed: its npm package is for Linux on x64`;

await inParallel(selected.hosts, async (job) => {
  const { host, runtime } = job;
  try {
    if (!runtime.isInstalled) throw new Error(notInstalled(runtime));
    job.problems = await tryHost({ host, runtime, env });
  } catch ({ message }) {
    job.problems = Object.fromEntries(Object.keys(checks).map((name) => [name, message]));
  }
});
await inParallel(selected.bodies, async (job) => {
  const { app, upstream, runtime } = job;
  try {
    if (!runtime.isInstalled) throw new Error(notInstalled(runtime));
    job.result = await tryBodies({ runtime, file: app.file, env: { ...app.env, UPSTREAM: upstream } });
  } catch ({ message }) {
    job.result = { sent: 0, handled: 0, problems: [message] };
  }
});

const { print } = await import('./report.mjs');
const { passed, failed } = print(selected);
console.log(`${Math.round((performance.now() - start) / 1000)} seconds`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
