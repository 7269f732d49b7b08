// What a careful user writes without this package: express.json(), five checks by hand, and a BullMQ job of the body,
// under an id made of the event, so that a duplicate is dropped.
import { createHash } from 'node:crypto';
import { Queue } from 'bullmq';
import express from 'express';
import { problemOf, refuse } from '../five-checks.mjs';
import { serve } from '../serve.mjs';

let queued = 0;

const { QUEUE, REDIS_URL } = process.env;
const queue = new Queue(QUEUE, { connection: { url: REDIS_URL, maxRetriesPerRequest: 1, socketTimeout: 1000 } });

const app = express();
// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 takes care of what it rejects with.
app.post('/tencent-callback', express.json(), async (req, res) => {
  const problem = problemOf(req);
  if (problem) return refuse(res, problem);
  await queue.add(req.body.CallbackCommand, req.body, {
    jobId: createHash('sha256').update(JSON.stringify(req.body)).digest('hex'),
    attempts: 56,
    backoff: { type: 'fixed', delay: 600_000, jitter: 0.5 },
    removeOnComplete: { count: 100 },
    removeOnFail: false,
  });
  queued++;
  res.json({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
});

await queue.waitUntilReady();
serve(app, () => queued);
