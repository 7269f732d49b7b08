'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');

/** What every consumer does, with what it has imported: serves the webhooks in Express, and is sent some. */
module.exports = async ({ express, liveWebhooks, memoryStore, allow, deny, sampleBody, signedRequest }) => {
  // Until it has come to its end.
  process.exitCode = 1;
  const seat = 'Mic.CallbackAfterSeatInfoChanged';
  const gift = 'Live.CallbackBeforeSendGift';
  const own = { sdkAppId: 1400000001, token: 'secret' };
  const seated = [];
  const outcomes = [];

  const webhooks = liveWebhooks({
    ...own,
    dedupe: { store: memoryStore() },
    handlers: {
      [seat]: (event) => void seated.push(event.SeatList[0].Member_Account),
      [gift]: (event) => (event.GiftWater.Coins > 5000 ? deny(102101, 'over the limit') : allow()),
    },
    onOutcome: ({ type }) => outcomes.push(type),
  });
  const server = express().use('/tencent-callback', webhooks).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const post = async ({ query, ...request }) => {
    const reply = await fetch(`http://127.0.0.1:${server.address().port}/tencent-callback${query}`, request);
    assert.equal(reply.status, 200);
    return reply.json();
  };
  const plain = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };
  const dear = sampleBody(gift, { GiftWater: { ...sampleBody(gift).GiftWater, Coins: 9000 } });

  assert.deepEqual(await post(signedRequest({ ...own, command: seat })), plain);
  assert.deepEqual(await post(signedRequest({ ...own, command: seat })), plain);
  assert.deepEqual(await post(signedRequest({ ...own, command: gift })), plain);
  assert.equal((await post(signedRequest({ ...own, command: gift, body: dear }))).ErrorCode, 102101);
  assert.equal((await post(signedRequest({ ...own, command: gift, token: undefined }))).ErrorCode, 401);
  await webhooks.drain();

  assert.deepEqual(seated, ['144115233775727695']);
  assert.deepEqual(outcomes, ['handled', 'duplicate', 'handled', 'handled', 'refused']);
  server.closeAllConnections();
  server.close();
  process.exitCode = 0;
};
