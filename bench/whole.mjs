import assert from 'node:assert/strict';

/**
 * How long a run of many rounds is, as its command takes it. A round must be long enough for several garbage
 * collections, of which a small server has one in some two thousand requests: the median of shorter ones has none. And
 * what a process spends more at first, after it has waited for its turn, must count little.
 */
export const lengthOptions = {
  rounds: { type: 'string', default: '30' },
  requests: { type: 'string', default: '4000' },
};

export const lengthOf = (values) => {
  const [rounds, requests] = [Number(values.rounds), Number(values.requests)];
  assert.ok(rounds >= 1 && requests >= 1, '--rounds and --requests must be positive numbers.');
  return { rounds, requests };
};

/** Whether a run is long enough for its figures to be kept: in at least 30 rounds, as many requests as by default. */
export const isWhole = ({ rounds, requests }) => rounds >= 30 && rounds * requests >= 120_000;
