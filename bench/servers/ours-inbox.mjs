// This package in Express, signed; every event goes into a BullMQ queue.
import { Queue } from 'bullmq';
import express from 'express';
import { bullmqInbox } from '../../dist/inbox/bullmq.js';
import { liveWebhooks } from '../../dist/index.js';
import { serve } from '../serve.mjs';

let queued = 0;

const { QUEUE, REDIS_URL } = process.env;
const queue = new Queue(QUEUE, { connection: { url: REDIS_URL, maxRetriesPerRequest: 1, socketTimeout: 1000 } });
const webhooks = liveWebhooks({
  sdkAppId: 1400000001,
  token: 'the token of the benchmark',
  handlers: {},
  inbox: bullmqInbox(queue),
  onOutcome: ({ type }) => {
    if (type === 'queued') queued++;
  },
});

await queue.waitUntilReady();
serve(express().use('/tencent-callback', webhooks), () => queued);
