'use strict';

// A web process as a user would write it: it queues every event, and handles none.

const { createServer } = require('node:http');
const { Queue } = require('bullmq');
const { liveWebhooks } = require('../../dist');
const { bullmqInbox } = require('../../dist/inbox/bullmq');

const { name, url, queueName, prefix, sdkAppId, token, inbox } = JSON.parse(process.env.FAULTS_SETTINGS);

const queue = new Queue(queueName, {
  prefix,
  connection: {
    url,
    connectionName: `${prefix}:${name}`,
    // A command waits for one reconnection, not for twenty: long enough for a cut, and over before the deadline.
    maxRetriesPerRequest: 1,
    socketTimeout: 1000,
    retryStrategy: (times) => Math.min(times * 100, 500),
  },
});
queue.on('error', () => {});

const webhooks = liveWebhooks({
  sdkAppId,
  token,
  handlers: {},
  inbox: bullmqInbox(queue, inbox),
  onOutcome: ({ type, failure, rawBody }) => {
    if (type === 'failed') process.send?.({ failure: failure.type, rawBody: String(rawBody) });
  },
});
const server = createServer(webhooks);

const endWithTheTest = () => process.exit();
process.once('disconnect', endWithTheTest);

const stop = async () => {
  server.close();
  await webhooks.drain();
  await queue.close();
  process.off('disconnect', endWithTheTest).disconnect();
};
process.once('SIGTERM', () => void stop());

const start = async () => {
  await queue.waitUntilReady();
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
};
void start();
