import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { Watched } from './watched';

/** The test's own view of a Redis: it looks at one queue, cuts connections of the test, and cleans up. */
export const watchRedis = (
  redisUrl: string,
  queueName: string,
  prefix: string,
): Watched & { readonly queue: Queue } => {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null });
  redis.on('error', () => {});
  const queue = new Queue(queueName, { prefix, connection: redis });
  queue.on('error', () => {});

  const connectionsOf = async (child: string): Promise<string[]> => {
    const list = String(await redis.client('LIST'));
    return list.split('\n').flatMap((line) => {
      const [, id = '', name = ''] = /^id=(\d+) .* name=(\S*)/.exec(line) ?? [];
      return name.startsWith(`${prefix}:`) && name.endsWith(`:${child}`) ? [id] : [];
    });
  };

  const clean = async (): Promise<void> => {
    for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 1000 })) {
      if (keys.length > 0) await redis.unlink(keys as string[]);
    }
  };

  return {
    queue,
    pending: () => queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized', 'waiting-children'),
    failed: () => queue.getFailedCount(),
    cut: async (child, random) => {
      const ids = random.shuffle(await connectionsOf(child));
      const cut = ids.slice(0, Math.ceil(random.between(0, ids.length)));
      await Promise.all(cut.map((id) => redis.client('KILL', 'ID', id).catch(() => {})));
      return cut.length;
    },
    close: async () => {
      if (redis.status === 'ready') await clean();
      await queue.close();
      redis.disconnect();
    },
  };
};
