import { hasRedisServer, privateRedis, type PrivateRedis } from './private-redis';
import { afterwards, temporaryDirectory } from './scene';

export const describeWithRedisServer = hasRedisServer ? describe : describe.skip;
if (!hasRedisServer) {
  console.warn(
    'There is no redis-server in PATH. NOT TESTED: what is lost when the network, the disk, the memory or the master ' +
      'of Redis fails.',
  );
}

/** As the documents advise for a web process, and for a worker: with a shorter time limit, for the test's sake. */
export const forWeb = {
  maxRetriesPerRequest: 1,
  socketTimeout: 1000,
  retryStrategy: (times: number) => Math.min(times * 100, 500),
};
export const forWorker = { ...forWeb, maxRetriesPerRequest: null, socketTimeout: 3000 };

/** A Redis that ends with the test. */
export const startRedis = async (settings?: Readonly<Record<string, string>>): Promise<PrivateRedis> => {
  const server = await privateRedis(temporaryDirectory(), settings);
  afterwards(server.stop);
  await server.start();
  return server;
};
