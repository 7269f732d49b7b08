import { once } from 'node:events';
import { createServer } from 'node:http';
import { Queue, Worker } from 'bullmq';
import type { Cluster, Redis } from 'ioredis';
import { liveWebhooks, type Inbox } from '../../lib';
import { bullmqInbox, bullmqProcessor, type BullmqInboxOptions } from '../../lib/inbox/bullmq';
import { eventually } from './eventually';
import { afterwards } from './scene';
import { accountsOf, eventsOf, without, type Posted } from './tally';
import { createClient, sdkAppId, token, type Event } from './traffic';

const name = 'tencent-live';
/** On a Cluster, the keys of a queue have to be in one slot. */
const prefix = '{live}';

/** A web process's part in this process. */
export const serve = async (inbox: Inbox) => {
  const webhooks = liveWebhooks({ sdkAppId, token, handlers: {}, inbox });
  const server = createServer(webhooks).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  const { post, close } = createClient();
  afterwards(async () => {
    close();
    server.closeAllConnections();
    server.close();
  });
  return async (event: Event): Promise<Posted> => ({ event, ...(await post(address.port, event)) });
};

/** A web process's part in this process, with a queue on this connection. */
export const startWeb = async (connection: Redis | Cluster, options: BullmqInboxOptions = {}) => {
  connection.on('error', () => {});
  const queue = new Queue(name, { connection, prefix });
  queue.on('error', () => {});
  afterwards(async () => connection.disconnect());
  return { queue, send: await serve(bullmqInbox(queue, options)) };
};

/** A worker's part in this process. Keeps the account of each event that it handles. */
export const startWorker = (connection: Redis | Cluster) => {
  connection.on('error', () => {});
  const handled: string[] = [];
  const processor = bullmqProcessor(
    {
      'Live.CallbackAfterMemberStateChanged': ({ MemberList }) =>
        void handled.push(String(MemberList[0]?.Member_Account)),
    },
    { backoffMs: 50, maxBackoffMs: 100 },
  );
  const options = { connection, prefix, concurrency: 8, drainDelay: 1, lockDuration: 4000, stalledInterval: 1000 };
  const worker = new Worker(name, processor, { ...options, maxStalledCount: 20 });
  worker.on('error', () => {});
  afterwards(async () => {
    await worker.close(true);
    connection.disconnect();
  });
  return { handled, stop: () => worker.close() };
};

/** Waits until no job is left to be done; those that have failed stay. */
export const drained = (queue: Queue): Promise<void> =>
  eventually('no job is left to be done', 60, async () => {
    const counts = await queue
      .getJobCounts('waiting', 'active', 'delayed', 'prioritized')
      .catch(() => ({ unknown: 1 }));
    return Object.values(counts).every((count) => count === 0);
  });

/** Counts what came of the events that were posted, each once. */
export const countUp = (posted: readonly Posted[], handled: readonly string[]) => {
  const acknowledged = accountsOf(eventsOf(posted, 'acknowledged'));
  return {
    acknowledged: acknowledged.size,
    refused: posted.length - acknowledged.size,
    lost: without(acknowledged, new Set(handled)).length,
    repeated: handled.length - new Set(handled).size,
  };
};
