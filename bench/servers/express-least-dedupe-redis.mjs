// Express with the least that does the work by hand, and drops an event that it remembers on Redis.
import express from 'express';
import { Redis } from 'ioredis';
import { leastReceiver, onceOnRedis } from '../least.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

const { QUEUE, REDIS_URL } = process.env;
const client = new Redis(REDIS_URL);
const receiver = leastReceiver(onceOnRedis(() => void handled++, client, `${QUEUE}:`));

await client.ping();
serve(express().use('/tencent-callback', receiver), () => handled);
