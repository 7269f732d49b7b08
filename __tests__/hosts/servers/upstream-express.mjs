import express from '../express.mjs';
import { upstream } from '../upstream.mjs';
import { webhooks } from '../webhooks.mjs';

const app = express();
app.use(upstream);
app.use('/tencent-callback', webhooks);

export const server = app.listen(0, '127.0.0.1');
