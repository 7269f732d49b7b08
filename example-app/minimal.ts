// All of it: an Express app that receives Tencent Cloud Live webhooks. To start it: npm run start:minimal
import express from 'express';
import { allow, deny, liveWebhooks } from 'tencent-live-webhooks';

const webhooks = liveWebhooks({
  sdkAppId: Number(process.env['SDK_APP_ID'] ?? 1400000001),
  // Once you have set a token at Tencent, every request is signed with it: token: process.env['TENCENT_WEBHOOK_TOKEN']
  token: false,
  handlers: {
    // Members came online or went offline. `event` is typed; account ids are texts, digit for digit.
    'Live.CallbackAfterMemberStateChanged': (event, delivery) => {
      const accounts = event.MemberList.map(({ Member_Account }) => Member_Account);
      console.log(delivery.occurredAt, event.RoomId, event.EventType, accounts);
    },

    // Somebody took or left a seat, or a seat was locked or muted.
    'Mic.CallbackAfterSeatInfoChanged': (event) => {
      for (const { Index, Member_Account = 'empty' } of event.SeatList)
        console.log(event.RoomId, Index, Member_Account);
    },

    // A gift waits for this verdict.
    'Live.CallbackBeforeSendGift': ({ GiftWater }) =>
      GiftWater.Coins > 5000 ? deny(102101, 'A gift may cost up to 5000 coins.') : allow(),
  },
});

const port = Number(process.env['PORT'] ?? 3000);
// Mount it before any body parser: express.json() rounds ids beyond 2^53.
express()
  .use('/tencent-callback', webhooks)
  .listen(port, '127.0.0.1', () => {
    console.log(`Callback URL: http://127.0.0.1:${port}/tencent-callback. Send it a sample:
npx tencent-live-webhooks send http://127.0.0.1:${port}/tencent-callback Live.CallbackBeforeSendGift --sdk-app-id 1400000001`);
  });
