// This package in Express, signed, with a handler that remembers the events by hand.
import express from 'express';
import { liveWebhooks } from '../../dist/index.js';
import { onceInMemory } from '../least.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

const once = onceInMemory(() => void handled++);
const webhooks = liveWebhooks({
  sdkAppId: 1400000001,
  token: 'the token of the benchmark',
  handlers: { 'Live.CallbackAfterMemberStateChanged': (_event, { rawBody }) => once(rawBody) },
});

serve(express().use('/tencent-callback', webhooks), () => handled);
