import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

/**
 * Names for what the servers of a run keep on Redis, and the end of it: `countJobs` tells how many jobs a queue holds, and
 * `clear` removes all that is kept under the names.
 */
export const openRedis = (url) => {
  const run = `bench-${randomUUID()}`;
  const client = new Redis(url);
  const queueOf = (name) => `${run}-${name}`;

  return {
    env: (name) => ({ REDIS_URL: url, QUEUE: queueOf(name) }),
    version: async () => /^redis_version:(.*)\r$/m.exec(await client.info('server'))[1],
    countJobs: async (name) => {
      const queue = new Queue(queueOf(name), { connection: { url } });
      const jobs = await queue.getWaitingCount();
      await queue.close();
      return jobs;
    },
    clear: async () => {
      for (const match of [`${run}*`, `bull:${run}*`]) {
        for await (const keys of client.scanStream({ match, count: 1000 })) {
          if (keys.length > 0) await client.unlink(keys);
        }
      }
      await client.quit();
    },
  };
};
