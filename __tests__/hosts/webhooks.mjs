/* The middleware that every server mounts. What it receives is printed as lines of JSON for the process that started it. */
import { createHash } from 'node:crypto';
import { allow, deny, liveWebhooks } from 'tencent-live-webhooks';
import { commands, deadlineMs, sdkAppId, token } from './settings.mjs';

export const say = (fact) => console.log(JSON.stringify(fact));

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

export const webhooks = liveWebhooks({
  sdkAppId,
  token,
  deadlineMs,
  handlers: {
    [commands.seats]: (event, { rawBody }) =>
      say({ handled: event.RoomId, account: event.SeatList[0].Member_Account, sha256: digest(rawBody) }),
    [commands.plain]: (event, { rawBody }) =>
      say({ handled: event.RoomId, account: event.Operator_Account, sha256: digest(rawBody) }),
    [commands.gift]: (event) => (event.GiftWater.Coins > 5000 ? deny(102101, 'over the limit') : allow()),
    [commands.hanging]: () => new Promise(() => {}),
  },
  onOutcome: ({ type, failure }) => say({ outcome: type, failure: failure?.type }),
});
