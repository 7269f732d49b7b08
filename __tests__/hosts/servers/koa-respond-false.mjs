import Koa from 'koa';
import { webhooks } from '../webhooks.mjs';

const app = new Koa();
app.use((ctx, next) => {
  if (ctx.path !== '/tencent-callback') return next();
  ctx.respond = false;
  webhooks(ctx.req, ctx.res);
});

export const server = app.listen(0, '127.0.0.1');
