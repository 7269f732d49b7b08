// What each stage of a delivery costs by itself: node bench/micro.mjs [--no-write]
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { do_not_optimize as keep, measure } from 'mitata';
import { table } from './markdown.mjs';
import { writeSection } from './results.mjs';
import { stages } from './stages.mjs';
import { versionsOf } from './versions.mjs';

const { values } = parseArgs({ options: { 'no-write': { type: 'boolean', default: false } } });

const rows = [];
for (const [name, [run, isDone]] of Object.entries(stages)) {
  assert.ok(isDone(run()), `${name} does not do its work.`);
  const { p50, p99 } = await measure(() => keep(run()));
  rows.push([name, (p50 / 1000).toFixed(3), (p99 / 1000).toFixed(3)]);
}
const figures = table(['Stage', 'µs, median', 'µs, 99 %'], ...rows);
console.log(`\n${figures}`);

if (!values['no-write']) {
  const [, mitata] = versionsOf(['mitata']);
  writeSection(
    'Stages',
    `Wall-clock time of one call after many, by ${mitata}: where the time of a delivery goes.\n\n${figures}`,
  );
}
