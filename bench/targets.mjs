import { contestants } from './contestants.mjs';
import { table } from './markdown.mjs';
import { median, spread } from './statistics.mjs';

/** What this package promises of its cost, held against one run. `ratios` are those of two servers, round by round. */
export const targetsTable = (ratios, cheapestPeer) => {
  const targets = [
    ['ours-signed', 'baseline', 0.8],
    ['ours-signed', 'express-floor', 1.3],
    ['ours-signed', cheapestPeer, 1],
    ['ours-http', 'baseline', 0.35],
    ['ours-big-ids', 'ours-short-ids', 1.25],
    ['ours-dedupe', 'ours-signed', 1.05],
  ];
  return table(
    ['CPU time of one by that of another', 'At most', 'Measured', 'Target'],
    ...targets.map(([name, to, most]) => [
      `${contestants[name].says} ÷ ${contestants[to].says}`,
      most.toFixed(2),
      spread(ratios(name, to), 3),
      median(ratios(name, to)) <= most ? 'met' : 'not met',
    ]),
  );
};
