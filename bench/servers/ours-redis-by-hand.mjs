// This package in Express, signed, with a handler that remembers the events on Redis by hand.
import express from 'express';
import { Redis } from 'ioredis';
import { liveWebhooks } from '../../dist/index.js';
import { onceOnRedis } from '../least.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

const { QUEUE, REDIS_URL } = process.env;
const client = new Redis(REDIS_URL);
const once = onceOnRedis(() => void handled++, client, `${QUEUE}:`);
const webhooks = liveWebhooks({
  sdkAppId: 1400000001,
  token: 'the token of the benchmark',
  handlers: { 'Live.CallbackAfterMemberStateChanged': (_event, { rawBody }) => once(rawBody) },
});

await client.ping();
serve(express().use('/tencent-callback', webhooks), () => handled);
