import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { createProcessor, inboxContract, isPermanent } from '../../lib/inbox';
import { bullmqInbox, bullmqProcessor } from '../../lib/inbox/bullmq';
import { pgBossInbox, pgBossWorker } from '../../lib/inbox/pg-boss';
import { openPgBoss } from '../support/pg-boss';
import { describeWithPostgres } from '../support/postgres';
import { describeWithRedis, redisUrl } from '../support/redis';

jest.setTimeout(60_000);

describe('an inbox in memory', () => {
  inboxContract(test, async () => {
    const waiting: { record: string; attempt: number }[] = [];
    return {
      inbox: { put: async (record) => waiting.push({ record: JSON.stringify(record), attempt: 1 }) },
      startWorker: (handlers) => {
        const process = createProcessor(handlers);
        const timer = setInterval(() => {
          const next = waiting.shift();
          if (!next) return;
          process(JSON.parse(next.record), next.attempt).catch((error: unknown) => {
            if (!isPermanent(error)) waiting.push({ ...next, attempt: next.attempt + 1 });
          });
        }, 2);
        return { stop: async () => clearInterval(timer) };
      },
      close: async () => {},
    };
  });
});

describeWithRedis('an inbox on BullMQ', () => {
  inboxContract(test, async () => {
    const name = `contract-${randomUUID()}`;
    const connection = { url: redisUrl, maxRetriesPerRequest: null };
    const queue = new Queue(name, { connection });
    return {
      inbox: bullmqInbox(queue, { rememberSeconds: 10 }),
      startWorker: async (handlers) => {
        const worker = new Worker(name, bullmqProcessor(handlers, { backoffMs: 100 }), { connection });
        await worker.waitUntilReady();
        return { stop: () => worker.close() };
      },
      close: async () => {
        await queue.obliterate({ force: true });
        await queue.close();
      },
    };
  });
});

describeWithPostgres('an inbox on pg-boss', () => {
  inboxContract(test, async () => {
    const { boss, close } = await openPgBoss();
    return {
      inbox: pgBossInbox(boss),
      startWorker: (handlers) => {
        const worker = pgBossWorker(boss, handlers, { backoffMs: 100, maxBackoffMs: 900, pollMs: 50 });
        return { stop: () => worker.close() };
      },
      close,
    };
  });
});
