// Whether any ratio of the targets has become more than 10 % worse than the committed one, for use before a release:
// REDIS_URL=… node bench/check.mjs [--save] [--rounds N] [--requests N]. With --save, a whole run becomes baseline.json.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { contest } from './contest.mjs';
import { contestants } from './contestants.mjs';
import { table } from './markdown.mjs';
import { median } from './statistics.mjs';
import { measureTargets, namesOfTargets } from './targets.mjs';
import { isWhole, lengthOptions, lengthOf } from './whole.mjs';

const { values } = parseArgs({ options: { ...lengthOptions, save: { type: 'boolean', default: false } } });
const length = lengthOf(values);
if (values.save) {
  assert.ok(process.env.REDIS_URL, '--save needs REDIS_URL, so that no ratio is missing.');
  assert.ok(isWhole(length), '--save needs a whole run: at least 30 rounds, and 60000 requests to each server.');
}
const file = new URL('baseline.json', import.meta.url);
const mostWorse = 1.1;

const comparison = await contest(
  Object.keys(contestants).filter((name) => namesOfTargets.has(name)),
  length,
);
const measured = Object.fromEntries(
  measureTargets(comparison)
    .filter(({ most }) => most !== undefined)
    .map(({ key, measured: ratios }) => [key, Number(median(ratios).toFixed(3))]),
);
if (values.save) writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
const committed = JSON.parse(readFileSync(file, 'utf8'));

/** What is wrong with a ratio, or nothing. Without REDIS_URL, some of the committed ones are not measured. */
const problemOf = (key) => {
  const [before, now] = [committed[key], measured[key]];
  if (before === undefined) return 'baseline.json has no figure for it: `npm run bench:check -- --save` takes one';
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
