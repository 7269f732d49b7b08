// This package in Express; every request must be signed.
import { liveWebhooks } from '../../dist/index.js';
import { express } from '../express.mjs';
import { serve } from '../serve.mjs';

let handled = 0;

const webhooks = liveWebhooks({
  sdkAppId: 1400000001,
  token: 'the token of the benchmark',
  handlers: {
    'Live.CallbackAfterMemberStateChanged': () => void handled++,
    'Mic.CallbackAfterSeatInfoChanged': () => void handled++,
  },
});

serve(express().use('/tencent-callback', webhooks), () => handled);
