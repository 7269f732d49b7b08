'use strict';

// A web process on pg-boss as a user would write it: it queues every event, and handles none.

const { createServer } = require('node:http');
const PgBoss = require('pg-boss');
const { liveWebhooks } = require('../../dist');
const { pgBossInbox } = require('../../dist/inbox/pg-boss');

const { name, url, prefix, sdkAppId, token, inbox } = JSON.parse(process.env.FAULTS_SETTINGS);

const boss = new PgBoss({
  connectionString: url,
  application_name: `${prefix}:${name}`,
  schedule: false,
  supervise: false,
});
boss.on('error', () => {});

const webhooks = liveWebhooks({
  sdkAppId,
  token,
  handlers: {},
  // A job of a killed worker is given to another after this time: short, for the test's sake. It runs for a living worker
  // as well. One that gets no processor for so long has its event handled twice: that is "at least once", and would fail
  // the test. The longest that an attempt took at a load of 10 on two processors was 0.7 seconds.
  inbox: pgBossInbox(boss, { expireSeconds: 10, ...inbox }),
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
  await boss.stop({ graceful: false, wait: true });
  process.off('disconnect', endWithTheTest).disconnect();
};
process.once('SIGTERM', () => void stop());

const start = async () => {
  await boss.start();
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
};
void start();
