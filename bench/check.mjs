// Whether any ratio of the targets has become more than 10 % worse than the committed one, for use before a release:
// REDIS_URL=… node bench/check.mjs [--rounds N] [--requests N]. `npm run bench` writes the committed ones, baseline.json.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { contest } from './contest.mjs';
import { contestants } from './contestants.mjs';
import { table } from './markdown.mjs';
import { namesOfTargets, promisedRatios } from './targets.mjs';
import { lengthOptions, lengthOf } from './whole.mjs';

const length = lengthOf(parseArgs({ options: lengthOptions }).values);
const mostWorse = 1.1;

const comparison = await contest(
  Object.keys(contestants).filter((name) => namesOfTargets.has(name)),
  length,
);
const measured = promisedRatios(comparison);
const committed = JSON.parse(readFileSync(new URL('baseline.json', import.meta.url), 'utf8'));

/** What is wrong with a ratio, or nothing. Without REDIS_URL, some of the committed ones are not measured. */
const problemOf = (key) => {
  const [before, now] = [committed[key], measured[key]];
  if (before === undefined) return 'baseline.json has no figure for it: `npm run bench` takes one';
  if (now === undefined) return comparison.left.length > 0 ? undefined : 'it is committed, but no longer measured';
  if (now / before > mostWorse) return `${now} is more than 10 % worse than the committed ${before}`;
  return undefined;
};
const change = (key) => `${((measured[key] / committed[key] - 1) * 100).toFixed(1)} %`;

const keys = [...new Set([...Object.keys(measured), ...Object.keys(committed)])];
console.log(
  table(
    ['CPU time of one by that of another', 'Committed', 'Measured', 'Change'],
    ...keys.map((key) => [
      key,
      committed[key]?.toFixed(3) ?? 'none',
      measured[key]?.toFixed(3) ?? 'none',
      key in measured && key in committed ? change(key) : '',
    ]),
  ),
);
for (const key of keys) {
  const problem = problemOf(key);
  if (!problem) continue;
  process.exitCode = 1;
  console.error(`FAIL  ${key}: ${problem}.`);
}
