// This package with all that a delivery may meet: dedupe, verdicts, handlers that throw and that are late.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { deny, liveWebhooks, memoryStore } from '../../dist/index.js';
import { serve } from '../serve.mjs';

let handled = 0;
const outcomes = {};

const webhooks = liveWebhooks({
  sdkAppId: 1400000001,
  token: 'the token of the benchmark',
  bodyLimitBytes: 10_000,
  deadlineMs: 1000,
  dedupe: { store: memoryStore({ maxEntries: 10_000 }) },
  handlers: {
    'Live.CallbackAfterMemberStateChanged': () => void handled++,
    'Mic.CallbackAfterSeatInfoChanged': async (_event, { signal }) => {
      await once(signal, 'abort');
      await sleep(100);
    },
    'Live.CallbackBeforeSendGift': () => deny(102101, 'over the limit'),
    'Live.CallbackAfterSetMetadata': () => {
      throw new Error('the database is away');
    },
  },
  onOutcome: ({ type, failure }) => {
    const outcome = type === 'late' ? type : (failure?.type ?? type);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  },
});

serve(
  express().use('/tencent-callback', webhooks),
  () => handled,
  () => {
    // What is left after a collection is held, and no garbage.
    globalThis.gc();
    globalThis.gc();
    return { outcomes, memory: process.memoryUsage() };
  },
);
