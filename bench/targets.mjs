import { contestants, peers } from './contestants.mjs';
import { table } from './markdown.mjs';
import { median, spread } from './statistics.mjs';

const cheapestPeer = 'the cheapest peer';

/**
 * What this package promises of its cost: by the CPU time of which other, and how many times that at most. Those without
 * a figure are no promises: they show what other servers cost that do the same, or less.
 */
const targets = [
  ['ours-signed', 'baseline', 0.68],
  ['express-contract', 'baseline'],
  ['express-least', 'baseline'],
  ['express-floor', 'baseline'],
  ['ours-signed', 'express-floor', 1.12],
  ['express-contract', 'express-floor'],
  ['express-least', 'express-floor'],
  ['ours-signed', cheapestPeer, 0.78],
  ['express-contract', cheapestPeer],
  ['express-least', cheapestPeer],
  ['express-floor', cheapestPeer],
  ['ours-http', 'http-floor', 1.35],
  ['http-contract', 'http-floor'],
  ['http-least', 'http-floor'],
  ['ours-dedupe', 'ours-signed', 1.12],
  ['ours-memory-by-hand', 'ours-signed'],
  ['express-least-dedupe', 'express-least'],
  ['ours-dedupe-redis', 'ours-signed', 1.45],
  ['ours-redis-by-hand', 'ours-signed'],
  ['express-least-dedupe-redis', 'express-least'],
  ['ours-inbox', 'queue-by-hand', 1.05],
  ['ours-body-apart', 'ours-paced', 1.05],
  ['express-least-body-apart', 'express-least-paced'],
  ['express-floor-body-apart', 'express-floor-paced'],
  ['ours-big-ids', 'ours-short-ids', 1.25],
];

/** The contestants that a run must have for the targets. */
export const namesOfTargets = new Set([...targets.flatMap(([name, to]) => [name, to]), ...peers]);

/** Each target whose contestants are among those that were measured. `ratio` is that of what two of them cost. */
export const targetsAmong = (names, ratio) => {
  const ofPeer = (peer) => ratio('ours-signed', peer);
  const [cheapest] = peers.filter((peer) => names.includes(peer)).toSorted((one, other) => ofPeer(other) - ofPeer(one));
  return targets
    .map(([name, to, most]) => ({ key: `${name} ÷ ${to}`, name, to: to === cheapestPeer ? cheapest : to, most }))
    .filter(({ name, to }) => names.includes(name) && names.includes(to));
};

/** The same with the ratios of all rounds. */
const measureTargets = ({ names, ratios }) =>
  targetsAmong(names, (name, to) => median(ratios(name, to))).map((target) => ({
    ...target,
    measured: ratios(target.name, target.to),
  }));

/** The ratios that are promised, by their keys in baseline.json. */
export const promisedRatios = (comparison) =>
  Object.fromEntries(
    measureTargets(comparison)
      .filter(({ most }) => most !== undefined)
      .map(({ key, measured }) => [key, Number(median(measured).toFixed(3))]),
  );

export const targetsTable = (comparison) =>
  table(
    ['CPU time of one by that of another', 'At most', 'Measured', 'Target'],
    ...measureTargets(comparison).map(({ name, to, most, measured }) => [
      `${contestants[name].says} ÷ ${contestants[to].says}`,
      most?.toFixed(2) ?? '',
      spread(measured, 3),
      verdictOn(median(measured), most),
    ]),
  );

const verdictOn = (ratio, most) => {
  if (most === undefined) return 'for comparison';
  return ratio <= most ? 'met' : 'not met';
};
