// Receivers whose handler waits until the parent says `release`. Which of them, RECEIVER says.
import express from 'express';
import { liveWebhooks, memoryStore } from '../../dist/index.js';
import { plainAck } from '../reply.mjs';
import { serve } from '../serve.mjs';

let handled = 0;
let waiting = [];

const wait = () =>
  new Promise((resolve) => {
    handled++;
    waiting.push(resolve);
  });

const ours = (options) =>
  express().use(
    '/tencent-callback',
    liveWebhooks({
      sdkAppId: 1400000001,
      token: 'the token of the benchmark',
      deadlineMs: 1900,
      handlers: { 'Live.CallbackAfterMemberStateChanged': wait },
      ...options,
    }),
  );

const receivers = {
  constant: () =>
    express().use('/tencent-callback', (request, response) => {
      request.resume().once('end', async () => {
        await wait();
        response.writeHead(200, {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Length': plainAck.length,
        });
        response.end(plainAck);
      });
    }),
  baseline: () =>
    // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 takes care of what it rejects with.
    express().post('/tencent-callback', express.json(), async (_req, res) => {
      await wait();
      res.json({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
    }),
  ours: () => ours({}),
  dedupe: () => ours({ dedupe: { store: memoryStore() } }),
};

const answers = {
  release: () => {
    for (const resolve of waiting) resolve();
    waiting = [];
  },
  memory: () => {
    // What is left after a collection is held, and no garbage.
    globalThis.gc();
    globalThis.gc();
    return { memory: process.memoryUsage() };
  },
};

serve(
  receivers[process.env.RECEIVER](),
  () => handled,
  (question) => answers[question]?.(),
);
