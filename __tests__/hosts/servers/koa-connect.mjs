import Koa from 'koa';
import connect from 'koa-connect';
import { webhooks } from '../webhooks.mjs';

const app = new Koa();
const receive = connect(webhooks);
app.use((ctx, next) => (ctx.path === '/tencent-callback' ? receive(ctx, next) : next()));

export const server = app.listen(0, '127.0.0.1');
