import { setTimeout as sleep } from 'node:timers/promises';
import type { Handlers } from 'tencent-live-webhooks';

/** The metadata key that the demo's experiment sets. */
export const slowKey = 'demo: a slow handler';

const slowMs = 2500;

/** In the demo only: setting this key takes longer than Tencent waits. */
export const withSlowHandler = (handlers: Handlers): Handlers => ({
  ...handlers,
  'Live.CallbackAfterSetMetadata': async (event, delivery) => {
    await handlers['Live.CallbackAfterSetMetadata']?.(event, delivery);
    if (event.Metadata.some(({ Key }) => Key === slowKey)) await sleep(slowMs);
  },
});
