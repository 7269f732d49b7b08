// This package in Express, without a token.
import express from 'express';
import { liveWebhooks } from '../../dist/index.js';
import { serve } from '../serve.mjs';

let handled = 0;

const webhooks = liveWebhooks({
  sdkAppId: 1400000001,
  token: false,
  handlers: { 'Live.CallbackAfterMemberStateChanged': () => void handled++ },
});

serve(express().use('/tencent-callback', webhooks), () => handled);
