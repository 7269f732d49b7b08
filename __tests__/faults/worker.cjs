'use strict';

// A worker process as a user would write it.

const { Worker } = require('bullmq');
const { bullmqProcessor } = require('../../dist/inbox/bullmq');
const { createEffects } = require('./effects.cjs');

const settings = JSON.parse(process.env.FAULTS_SETTINGS);
const { name, url, queueName, prefix, concurrency, processor: options } = settings;
const { handlers, noteCompleted } = createEffects(settings);

const worker = new Worker(queueName, bullmqProcessor(handlers, options), {
  prefix,
  name,
  connection: {
    url,
    connectionName: `${prefix}:${name}`,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 100, 500),
  },
  concurrency,
  // What a killed process was at is taken up by another after this time: short, for the test's sake.
  lockDuration: 4000,
  stalledInterval: 1000,
  // By default an event whose worker is killed or cut off twice goes to the failed set, handled or not.
  maxStalledCount: 20,
});
worker.on('error', () => {});
worker.on('completed', ({ data }) => noteCompleted(data.rawBody));

const endWithTheTest = () => process.exit();
process.once('disconnect', endWithTheTest);

const stop = async () => {
  await worker.close();
  process.off('disconnect', endWithTheTest).disconnect();
};
process.once('SIGTERM', () => void stop());

void worker.waitUntilReady().then(() => process.send({ port: 0 }));
