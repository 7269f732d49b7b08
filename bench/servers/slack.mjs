// Slack's @slack/bolt with its ExpressReceiver.
import { App, ExpressReceiver } from '@slack/bolt';
import { serve } from '../serve.mjs';

let handled = 0;

const receiver = new ExpressReceiver({ signingSecret: 'the token of the benchmark', endpoints: '/tencent-callback' });
// With a token instead, Bolt would ask Slack who it is.
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B1', botUserId: 'U1' }) });
app.event('member_joined_channel', async () => void handled++);

serve(receiver.app, () => handled);
