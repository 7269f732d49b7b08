import assert from 'node:assert/strict';
import { compare } from './compare.mjs';
import { contestants, groups } from './contestants.mjs';
import { openRedis } from './redis.mjs';

/**
 * Compares the contestants whose names are wanted, group by group; those on Redis only with REDIS_URL: then every event
 * must have become a job where there is a queue, and nothing of the run stays on Redis. `left` names those that were left
 * out. With `awake`, the client never sleeps. The figures of a contestant in two groups are those of the first one, and a
 * ratio is one of figures of one group.
 */
export const contest = async (wanted, { rounds, requests, awake = false }) => {
  const { REDIS_URL } = process.env;
  const isPossible = (name) => !contestants[name].onRedis || Boolean(REDIS_URL);
  const left = wanted.filter((name) => !isPossible(name));
  if (left.length > 0) console.warn(`\nREDIS_URL IS NOT SET: LEFT OUT ARE ${left.join(', ')}.\n`);
  const redis = REDIS_URL ? openRedis(REDIS_URL) : undefined;

  const entryOf = (name) => {
    const contestant = { ...contestants[name], awake };
    return [name, contestant.onRedis ? { ...contestant, env: redis.env(name) } : contestant];
  };
  const atEnd = async (name, sent) => {
    if (!contestants[name].isQueue) return;
    assert.equal(await redis.countJobs(name), sent, `${name}: not every acknowledged event is in the queue.`);
  };
  const possible = wanted.filter(isPossible);
  const comparisons = [];
  try {
    for (const group of groups) {
      const names = group.filter((name) => possible.includes(name));
      if (names.length < 2) continue;
      comparisons.push(await compare(Object.fromEntries(names.map(entryOf)), { rounds, requests, atEnd }));
    }
    const comparisonOf = (...names) => comparisons.find((one) => names.every((name) => one.names.includes(name)));
    return {
      names: possible.filter((name) => comparisonOf(name)),
      cpuOf: (name) => comparisonOf(name).cpuOf(name),
      ratios: (name, to) => comparisonOf(name, to).ratios(name, to),
      perSecondOf: (name) => comparisonOf(name).perSecondOf(name),
      apartOf: (name) => comparisonOf(name).apartOf(name),
      left,
      redisVersion: await redis?.version(),
    };
  } finally {
    await redis?.clear();
  }
};
