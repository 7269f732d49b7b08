// This package as a bare node:http listener, signed.
import { liveWebhooks } from '../../dist/index.js';
import { serve } from '../serve.mjs';

let handled = 0;

const webhooks = liveWebhooks({
  sdkAppId: 1400000001,
  token: 'the token of the benchmark',
  handlers: { 'Live.CallbackAfterMemberStateChanged': () => void handled++ },
});

serve(webhooks, () => handled);
