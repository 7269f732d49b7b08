import express from '../express.mjs';
import { webhooks } from '../webhooks.mjs';

const app = express();
app.use('/tencent-callback', webhooks);
app.use(express.json());

export const server = app.listen(0, '127.0.0.1');
