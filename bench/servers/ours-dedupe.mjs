// This package in Express, signed, remembering events in memory.
import express from 'express';
import { liveWebhooks, memoryStore } from '../../dist/index.js';
import { serve } from '../serve.mjs';

let handled = 0;

const webhooks = liveWebhooks({
  sdkAppId: 1400000001,
  token: 'the token of the benchmark',
  dedupe: { store: memoryStore() },
  handlers: {
    'Live.CallbackAfterMemberStateChanged': () => void handled++,
    'Mic.CallbackAfterSeatInfoChanged': () => void handled++,
  },
});

serve(express().use('/tencent-callback', webhooks), () => handled);
