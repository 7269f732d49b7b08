'use strict';

// A worker process as a user would write it. Its handler's effect is a line in the ledger, a file that all append to.

const { appendFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const { Worker } = require('bullmq');
const { bullmqProcessor } = require('../../dist/inbox/bullmq');

const {
  name,
  redisUrl,
  queueName,
  prefix,
  ledger,
  concurrency,
  processor: options,
} = JSON.parse(process.env.FAULTS_SETTINGS);

const note = (line) => appendFileSync(ledger, `${JSON.stringify({ ...line, by: name })}\n`);

/** How often the events of a room fail. */
const failures = { 'fails twice': 2, 'fails always': Infinity };

const handlers = {
  'Live.CallbackAfterMemberStateChanged': async ({ RoomId, MemberList }, { attempt }) => {
    await sleep(Math.random() * 8);
    note({ type: 'effect', account: MemberList[0].Member_Account, attempt });
    if (attempt <= (failures[RoomId] ?? 0)) throw new Error(`attempt ${attempt} found the database away`);
    // Long enough to be killed between the effect and the end of its job.
    await sleep(Math.random() * 8);
  },
};

const worker = new Worker(queueName, bullmqProcessor(handlers, options), {
  prefix,
  name,
  connection: {
    url: redisUrl,
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
worker.on('completed', ({ data }) => {
  const [, account] = /"Member_Account":(\d+)/.exec(data.rawBody);
  note({ type: 'completed', account });
});

const endWithTheTest = () => process.exit();
process.once('disconnect', endWithTheTest);

process.once('SIGTERM', async () => {
  await worker.close();
  process.off('disconnect', endWithTheTest).disconnect();
});

void worker.waitUntilReady().then(() => process.send({ port: 0 }));
