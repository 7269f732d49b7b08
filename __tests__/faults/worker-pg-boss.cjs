'use strict';

// A worker process on pg-boss as a user would write it.

const PgBoss = require('pg-boss');
const { pgBossWorker } = require('../../dist/inbox/pg-boss');
const { createEffects } = require('./effects.cjs');

const settings = JSON.parse(process.env.FAULTS_SETTINGS);
const { name, url, prefix, concurrency, processor: options } = settings;

const boss = new PgBoss({
  connectionString: url,
  application_name: `${prefix}:${name}`,
  schedule: false,
  maintenanceIntervalSeconds: 1,
});
boss.on('error', () => {});

const endWithTheTest = () => process.exit();
process.once('disconnect', endWithTheTest);

const start = async () => {
  await boss.start();
  const { handlers, noteCompleted } = createEffects(settings);
  const complete = boss.complete.bind(boss);
  // The test wants to know which of its jobs a process knows to be completed.
  boss.complete = async (...args) => {
    const job = await boss.getJobById(args[0], args[1]);
    await complete(...args);
    noteCompleted(job.data.rawBody);
  };
  const worker = pgBossWorker(boss, handlers, { concurrency, pollMs: 100, onError: () => {}, ...options });
  const stop = async () => {
    await worker.close();
    await boss.stop({ graceful: false, wait: true });
    process.off('disconnect', endWithTheTest).disconnect();
  };
  process.once('SIGTERM', () => void stop());
  process.send({ port: 0 });
};
void start();
