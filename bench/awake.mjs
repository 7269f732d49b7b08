// The ratios of the targets with a client that never sleeps: REDIS_URL=… node bench/awake.mjs [--rounds N] [--requests N]
// [--no-write]. Fewer than 12 rounds of 4,000 requests, or a run without Redis, are not written.
import { parseArgs } from 'node:util';
import { contest } from './contest.mjs';
import { contestants } from './contestants.mjs';
import { writeSection } from './results.mjs';
import { namesOfTargets, targetsTable } from './targets.mjs';
import { lengthOf, lengthOptions } from './whole.mjs';

const options = {
  ...lengthOptions,
  rounds: { type: 'string', default: '12' },
  'no-write': { type: 'boolean', default: false },
};
const { values } = parseArgs({ options });
const length = lengthOf(values);

const names = Object.keys(contestants).filter((name) => namesOfTargets.has(name));
const comparison = await contest(names, { ...length, awake: true });
const figures = targetsTable(comparison);
console.log(figures);

if (comparison.left.length === 0 && length.rounds >= 12 && length.requests >= 4000 && !values['no-write']) {
  const meaning = `The ratios of "Targets" in a run of ${length.rounds} rounds in which the client never sleeps: its event loop keeps turning. In the
other sections, the client sleeps while it waits for replies, and a write that wakes it costs the server the time of that.
A server that writes several replies one after the other wakes the client once, which makes this package as cheap as a
constant reply there. A client on another machine is woken by neither.
The targets are those for "Side by side"; here they only show where each ratio stands. With Redis, three busy processes
share the two cores.`;
  writeSection('A client that stays awake', `${meaning}\n\n${figures}`);
}
