// What it takes to load the package, and to answer the first request of a process:
// node bench/start.mjs [--processes N] [--no-write]. With fewer than 30 of each, nothing is written.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contestants } from './contestants.mjs';
import { table } from './markdown.mjs';
import { plainAck, replyJudge } from './reply.mjs';
import { writeSection } from './results.mjs';
import { startServer } from './server.mjs';
import { median, spread } from './statistics.mjs';

const { values } = parseArgs({
  options: { processes: { type: 'string', default: '30' }, 'no-write': { type: 'boolean', default: false } },
});
const processes = Number(values.processes);
assert.ok(processes >= 1, '--processes must be a positive number.');
const mostMs = 25;

const fileOf = (path) => fileURLToPath(new URL(path, import.meta.url));
const modules = {
  'an empty file': fileOf('empty.cjs'),
  'this package': fileOf('../dist/index.js'),
  express: fileOf('node_modules/express/index.js'),
};
/** What a receiver of webhooks needs no part of. */
const unwanted = [fileOf('../dist/cli/'), fileOf('../dist/testing/'), fileOf('../node_modules/commander/')];
const assertWanted = (files) => {
  assert.ok(files.includes(modules['this package']), 'The package itself is not among the loaded files.');
  const found = files.filter((file) => unwanted.some((folder) => file.startsWith(folder)));
  assert.deepEqual(found, [], 'The middleware loads the command line or the simulator.');
};

const load = async (file) => {
  const child = fork(fileOf('start-child.cjs'), [file], { env: { PATH: process.env.PATH, NODE_ENV: 'production' } });
  const exited = once(child, 'exit');
  const [loaded] = await once(child, 'message');
  await exited;
  return loaded;
};

const loads = Object.keys(modules).map((name) => ({ name, ms: [], cpu: [], files: 0 }));
for (let turn = 0; turn < processes; turn++) {
  for (const one of loads) {
    const { ms, cpu, loaded } = await load(modules[one.name]);
    one.ms.push(ms);
    one.cpu.push((cpu.user + cpu.system) / 1000);
    one.files = loaded.length - 1;
    if (one.name === 'this package') assertWanted(loaded);
  }
}

/** Milliseconds until the replies to the first two requests on one connection. */
const firstTwo = async (port, request) => {
  const socket = connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
  await once(socket, 'connect');
  const judge = replyJudge(plainAck);
  const times = [];
  for (let sent = 0; sent < 2; sent++) {
    let received = '';
    const start = performance.now();
    socket.write(request);
    while (judge(received) === 'incomplete') received += (await once(socket, 'data'))[0];
    times.push(performance.now() - start);
    assert.equal(judge(received), 'right', `A wrong reply: ${received}`);
  }
  socket.destroy();
  return times;
};

const receivers = ['http-floor', 'ours-http', 'express-floor', 'baseline', 'ours-signed'];
const requests = receivers.map((name) => ({ name, first: [], second: [] }));
for (let turn = 0; turn < processes; turn++) {
  for (const { name, first, second } of requests) {
    const server = await startServer(name);
    const [one, other] = await firstTwo(server.port, contestants[name].request(0));
    first.push(one);
    second.push(other);
    if (name.startsWith('ours')) assertWanted((await server.ask('files')).files);
    server.stop();
  }
}

const loading = table(
  ['`require` of', 'ms', 'CPU ms', 'Files'],
  ...loads.map(({ name, ms, cpu, files }) => [name, spread(ms, 1), spread(cpu, 1), files]),
);
const answering = table(
  ['Server', 'First request, ms', 'Second, ms'],
  ...requests.map(({ name, first, second }) => [contestants[name].says, spread(first, 1), spread(second, 1)]),
);
const packageMs = median(loads.find(({ name }) => name === 'this package').ms);
const verdict = `The package loads in ${packageMs.toFixed(1)} ms; the target of at most ${mostMs} ms is ${packageMs <= mostMs ? 'met' : 'not met'}.`;
console.log(`${loading}\n\n${verdict}\n\n${answering}`);

if (processes >= 30 && !values['no-write']) {
  const meaning = `Each figure is taken ${processes} times, each time in a process of its own, the rows in turn: the median and, in brackets,
the least and the greatest. Milliseconds are those of the clock, which another process on the machine makes more; CPU
time is that of \`require\` in all threads of the process, and differs less.

The run fails if this package has loaded any file of its command line, of its simulator or of commander, after \`require\`
and after two requests. ${verdict}`;
  const note = `Both requests come over one connection that was open before. In the first one Node.js compiles what it has not run
yet, its own HTTP server included, as the rows of constant replies show.`;
  writeSection('Start', `${meaning}\n\n${loading}\n\n${answering}\n\n${note}`);
}
