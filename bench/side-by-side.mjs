// What a request costs each server: node bench/side-by-side.mjs [--only ours-signed,octokit] [--rounds N] [--requests N]
// [--no-write]. REDIS_URL must name a Redis for the rows that need one: without it they are left out. A whole run, and
// nothing less, is written to RESULTS.md and baseline.json.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { longestTurn, processes, warmAgain, warmUp } from './compare.mjs';
import { contest } from './contest.mjs';
import { contestants, peers } from './contestants.mjs';
import { table } from './markdown.mjs';
import { bodyBytes } from './requests.mjs';
import { writeSection } from './results.mjs';
import { spread } from './statistics.mjs';
import { promisedRatios, targetsTable } from './targets.mjs';
import { versionsOf } from './versions.mjs';
import { isWhole, lengthOptions, lengthOf } from './whole.mjs';

const everyone = Object.keys(contestants);
const { values } = parseArgs({
  options: {
    ...lengthOptions,
    only: { type: 'string', default: everyone.join() },
    'no-write': { type: 'boolean', default: false },
  },
});
const length = lengthOf(values);
const wanted = values.only.split(',');
for (const name of wanted) assert.ok(everyone.includes(name), `--only takes some of ${everyone.join()}; not ${name}.`);

// Everybody is compared with the baseline.
const comparison = await contest(
  everyone.filter((name) => name === 'baseline' || wanted.includes(name)),
  length,
);
const { names, cpuOf, ratios, perSecondOf, apartOf, left, redisVersion } = comparison;
const figures = table(
  ['Server', 'CPU µs per request', 'To the baseline', 'Requests per second'],
  ...names.map((name) => [
    contestants[name].says,
    spread(cpuOf(name), 1),
    spread(ratios(name, 'baseline'), 3),
    Math.round(perSecondOf(name)),
  ]),
);
console.log(figures);
const areAll = names.length + left.length === everyone.length;
for (const name of names.filter((one) => contestants[one].apart)) {
  console.log(
    `\n${contestants[name].says}: ${spread(apartOf(name), 0)} of 100 bodies were read apart from their heads.`,
  );
}
if (areAll) console.log(`\n${targetsTable(comparison)}`);
if (left.length > 0) console.warn(`\nNothing is written without REDIS_URL: ${left.join(', ')} are missing.`);

if (areAll && left.length === 0 && isWhole(length) && !values['no-write']) {
  const installed = ['express', 'express4', ...peers.map((name) => contestants[name].peer), 'bullmq', 'ioredis'];
  const versions = [...versionsOf(installed), `Redis ${redisVersion}`];
  const { pauseMs, connections } = contestants['ours-body-apart'];
  const method = `Versions: ${versions.join(', ')}.

Each server is a process of its own, with NODE_ENV=production and the settings that a user of it would have. The client
posts the same event of ${bodyBytes} bytes, of which only EventTime differs, over 8 keep-alive connections. GitHub's,
LINE's and Slack's packages get an event of their own service, of the same size and signed its way, and verify it. The
event with 16 seats is larger, and of one size with either kind of ids. The signed requests of a turn carry one
RequestTime, as those of one second do; in the row that says so, each connection has its own. Head and body of a
request are written in one piece, as HTTP clients do with small bodies.

In the rows with a pause, the client waits ${pauseMs} ms before each request, or before each body whose head it has written
already, over ${connections} connections. Without a pause, the kernel joins the two before a busy server reads them. Of a hundred
bodies, this package has read ${spread(apartOf('ours-body-apart'), 0)} apart from their heads. A server that waits spends more on each
request than a busy one, so compare these rows only with each other.

"The least by hand" collects and parses the body, splits the query, compares the application and the signature, and
replies: any receiver must do that much. With dedupe, it claims a digest of the body; so does the handler that remembers
events, which shows what the two commands to Redis cost this package whoever sends them. "Our contract by hand" also does what
this package has to do, by the usual means: it decodes query and body with the codecs of io-ts, limits the body, lets a
handler return a promise, and replies within a deadline. It refuses no request in words, keeps no long integer and reports
no outcome. CPU time of Redis is not in the rows that use it, since it is another process. The job by hand has an id made
from its body, so that a duplicate is dropped.

The servers of a group run at the same time: those whose figures the targets compare, and the one by hand. The groups are
small, since among more servers each is slower. Each is warmed up with ${warmUp} requests. Then come ${length.rounds} rounds of ${length.requests}
requests to each server. In a round, the servers take turns of ${longestTurn} requests, each time beginning with another one: what
else happens on the machine changes within milliseconds, and servers with short turns meet the same of it. Before each
turn come ${warmAgain} requests that are not counted, since a process that has waited is slower at first. All servers are started
anew for each ${Math.ceil(length.rounds / processes)} rounds: of two processes of one server, one may take a tenth more time as long as it lives. The figure of
a round is the CPU time of all its turns: process.cpuUsage() of the server, user and system, so compiling and
collecting garbage are in it; accepting and closing connections is not. A ratio is that of two figures of one round. Given
are the median of all rounds and, in brackets, the least and the greatest. Requests per second are information only: the
client shares the machine.

Every reply is read and compared, every event must have come to its handler, and every queued one must be a job at the
end: a wrong reply or a lost event ends the run without a result.`;
  const meaningOfTargets = `The medians of the same run. A row "for comparison" is the same ratio for another server: one written by hand that keeps
the same contract by the usual means, one by hand that does less, this package with the work done by hand in its handler,
or Express with a constant reply. They show how much of a cost is that of the task or of Express. Other code may cost
less than what is written by hand.`;
  writeSection('Side by side', `${figures}\n\n${method}`);
  writeSection('Targets', `${meaningOfTargets}\n\n${targetsTable(comparison)}`);
  const promised = `${JSON.stringify(promisedRatios(comparison), null, 2)}\n`;
  writeFileSync(new URL('baseline.json', import.meta.url), promised);
}
