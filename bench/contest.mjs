import assert from 'node:assert/strict';
import { compare } from './compare.mjs';
import { contestants } from './contestants.mjs';
import { openRedis } from './redis.mjs';

/**
 * Compares the contestants whose names are wanted, those on Redis only with REDIS_URL: then every event must have become
 * a job where there is a queue, and nothing of the run stays on Redis. `left` names those that were left out.
 */
export const contest = async (wanted, { rounds, requests }) => {
  const { REDIS_URL } = process.env;
  const isPossible = (name) => !contestants[name].onRedis || Boolean(REDIS_URL);
  const left = wanted.filter((name) => !isPossible(name));
  if (left.length > 0) console.warn(`\nREDIS_URL IS NOT SET: LEFT OUT ARE ${left.join(', ')}.\n`);
  const redis = REDIS_URL ? openRedis(REDIS_URL) : undefined;

  const entryOf = (name) => {
    const contestant = contestants[name];
    return [name, contestant.onRedis ? { ...contestant, env: redis.env(name) } : contestant];
  };
  const atEnd = async (name, sent) => {
    if (!contestants[name].isQueue) return;
    assert.equal(await redis.countJobs(name), sent, `${name}: not every acknowledged event is in the queue.`);
  };
  try {
    const comparison = await compare(Object.fromEntries(wanted.filter(isPossible).map(entryOf)), {
      rounds,
      requests,
      atEnd,
    });
    return { ...comparison, left, redisVersion: await redis?.version() };
  } finally {
    await redis?.clear();
  }
};
