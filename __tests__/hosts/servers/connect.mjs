import connect from 'connect';
import { webhooks } from '../webhooks.mjs';

const app = connect();
app.use('/tencent-callback', webhooks);

export const server = app.listen(0, '127.0.0.1');
