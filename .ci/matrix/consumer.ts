/* Compiled by each compiler, in each way of resolving modules; never run. */
import { createServer } from 'node:http';
import express from 'express';
import { allow, deny, liveWebhooks, memoryStore, type Handlers, type Outcome } from 'tencent-live-webhooks';
import { bullmqInbox, bullmqProcessor } from 'tencent-live-webhooks/bullmq';
import { redisStore } from 'tencent-live-webhooks/redis';
import { sampleBody, signedRequest } from 'tencent-live-webhooks/testing';

const sdkAppId = 1400000001;

const handlers: Handlers = {
  'Live.CallbackAfterCreateRoom': async (event, delivery) => {
    const roomId: string = event.RoomInfo.RoomId;
    const occurredAt: Date | undefined = delivery.occurredAt;
    console.log(roomId, occurredAt);
  },
  'Live.CallbackBeforeSendGift': (event) => (event.GiftWater.Coins > 1000 ? deny(102100, 'Too much.') : allow()),
};

const webhooks = liveWebhooks({
  sdkAppId,
  handlers,
  dedupe: { store: memoryStore() },
  onOutcome: (outcome: Outcome) => console.log(outcome.type, outcome.ack.ErrorCode),
});
liveWebhooks({ sdkAppId, handlers, dedupe: { store: redisStore({ sendCommand: async (...args) => args }) } });
liveWebhooks({ sdkAppId, handlers, inbox: bullmqInbox({ add: async () => {} }) });
bullmqProcessor(handlers);

express().post('/tencent-callback', webhooks).use('/prefix', express.Router().use(webhooks));
createServer(webhooks);

const { body }: { body: string } = signedRequest({ sdkAppId, command: 'Live.CallbackBeforeSendGift' });
const coins: number = sampleBody('Live.CallbackBeforeSendGift').GiftWater.Coins;
console.log(body, coins);

// @ts-expect-error There is no such command.
liveWebhooks({ sdkAppId, handlers: { 'Live.CallbackBeforeSendGifts': () => allow() } });

liveWebhooks({
  sdkAppId,
  handlers: {
    // @ts-expect-error There is no such command. That is the only error: the parameters have types.
    'Live.CallbackAfterCreatRoom': (
      // In a line of its own, which may have no error.
      event,
    ) => event,
  },
});

// @ts-expect-error The verdict is missing.
liveWebhooks({ sdkAppId, handlers: { 'Live.CallbackBeforeSendGift': () => {} } });

// @ts-expect-error That code belongs to messages.
liveWebhooks({ sdkAppId, handlers: { 'Live.CallbackBeforeSendGift': () => deny(10100) } });
