// LINE's @line/bot-sdk in Express.
import { middleware } from '@line/bot-sdk';
import express from 'express';
import { serve } from '../serve.mjs';

let handled = 0;

const app = express();
app.post('/tencent-callback', middleware({ channelSecret: 'the token of the benchmark' }), (req, res) => {
  handled += req.body.events.length;
  res.json({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
});

serve(app, () => handled);
