/* Prints the results: a table of hosts and cases, one of bodies, and below them each difference in full. */
import { checks } from './host.mjs';
import { runtimes } from './runtimes.mjs';

const row = (cells) => `| ${cells.join(' | ')} |`;
const table = (headings, rows) => [row(headings), row(headings.map(() => '---')), ...rows.map(row)].join('\n');
const unique = (values) => [...new Set(values)];

/** `ok`, or the runtimes on which it is not; `differs` and `not on`: as the table of hosts states it. */
const cell = (jobs, name) => {
  const failing = jobs.filter(({ problems }) => problems[name]).map(({ runtime }) => runtime.name);
  if (failing.length > 0) return `FAIL ${failing.length === runtimes.length ? 'everywhere' : failing.join(' ')}`;
  const [{ host }] = jobs;
  const cannot = jobs.filter(({ runtime }) => host.cannot?.[runtime.name]).map(({ runtime }) => runtime.name);
  return [host.differs?.[name] ? 'differs' : 'ok', ...cannot.map((runtime) => `not on ${runtime}`)].join(', ');
};

const hostTable = (jobs) =>
  table(
    ['host', ...Object.values(checks)],
    unique(jobs.map(({ host }) => host)).map((host) => {
      const own = jobs.filter((job) => job.host === host);
      return [host.title, ...Object.keys(checks).map((name) => cell(own, name))];
    }),
  );

const bodyTable = (jobs) => {
  const columns = unique(jobs.map(({ runtime }) => runtime));
  const titleOf = ({ app, upstream }) => `${app.title}, ${upstream}`;
  return table(
    ['bodies', ...columns.map(({ label, version }) => `${label} ${version}`)],
    unique(jobs.map(titleOf)).map((title) => [
      title,
      ...columns.map((runtime) => {
        const { result } = jobs.find((job) => titleOf(job) === title && job.runtime === runtime);
        return `${result.problems.length > 0 ? 'FAIL ' : ''}${result.handled} of ${result.sent}`;
      }),
    ]),
  );
};

const indented = (text) => text.replaceAll('\n', '\n    ');

export const print = ({ hosts, bodies }) => {
  const results = hosts.flatMap(({ host, runtime, problems }) =>
    Object.keys(checks).map((name) => ({
      title: `${host.title}, ${runtime.name}, ${checks[name]}`,
      problem: problems[name],
    })),
  );
  const failedBodies = bodies.filter(({ result }) => result.problems.length > 0);
  const failedResults = results.filter(({ problem }) => problem);

  if (hosts.length > 0) console.log(`${hostTable(hosts)}\n`);
  for (const { title, why } of unique(hosts.map(({ host }) => host))) if (why) console.log(`${title}: ${why}.`);
  if (bodies.length > 0) console.log(`\n${bodyTable(bodies)}\n`);
  for (const { title, problem } of failedResults) console.log(`FAIL ${title}: ${indented(problem)}`);
  for (const { app, upstream, runtime, result } of failedBodies) {
    console.log(`FAIL bodies, ${app.title}, ${upstream}, ${runtime.name}: ${result.problems.length} of ${result.sent}`);
    for (const problem of result.problems.slice(0, 3)) console.log(`    ${problem.slice(0, 160)}`);
  }
  const failed = failedResults.length + failedBodies.length;
  return { passed: results.length + bodies.length - failed, failed };
};
