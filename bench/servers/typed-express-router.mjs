// BitGo's @api-ts/typed-express-router, whose codecs are io-ts too, on the Express 4 that it brings along.
import { createRequire } from 'node:module';
import { apiSpec, httpRequest, httpRoute } from '@api-ts/io-ts-http';
import { createRouter } from '@api-ts/typed-express-router';
import * as t from 'io-ts';
import { serve } from '../serve.mjs';

const express = createRequire(import.meta.resolve('@api-ts/typed-express-router'))('express');

let handled = 0;

const webhook = httpRoute({
  path: '/tencent-callback',
  method: 'POST',
  request: httpRequest({
    query: { SdkAppid: t.literal('1400000001') },
    body: {
      CallbackCommand: t.literal('Live.CallbackAfterMemberStateChanged'),
      RoomId: t.string,
      EventType: t.keyof({ Online: null, Offline: null }),
      EventCause: t.string,
      MemberList: t.array(t.type({ Member_Account: t.string })),
      EventTime: t.number,
    },
  }),
  response: { 200: t.type({ ActionStatus: t.string, ErrorInfo: t.string, ErrorCode: t.number }) },
});

const router = createRouter(apiSpec({ webhook: { post: webhook } }));
router.post('webhook', [
  (req, res) => {
    handled++;
    res.sendEncoded(200, { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
  },
]);

serve(express().use(express.json(), router), () => handled);
