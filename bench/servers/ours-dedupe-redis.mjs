// This package in Express, signed, remembering events on Redis.
import express from 'express';
import { Redis } from 'ioredis';
import { liveWebhooks } from '../../dist/index.js';
import { redisStore } from '../../dist/stores/redis.js';
import { serve } from '../serve.mjs';

let handled = 0;

const { QUEUE, REDIS_URL } = process.env;
const client = new Redis(REDIS_URL);
const webhooks = liveWebhooks({
  sdkAppId: 1400000001,
  token: 'the token of the benchmark',
  dedupe: { store: redisStore({ sendCommand: (...args) => client.call(...args), prefix: `${QUEUE}:` }) },
  handlers: { 'Live.CallbackAfterMemberStateChanged': () => void handled++ },
});

await client.ping();
serve(express().use('/tencent-callback', webhooks), () => handled);
