import middie from '@fastify/middie';
import Fastify from 'fastify';
import { webhooks } from '../webhooks.mjs';

const app = Fastify();
await app.register(middie);
app.use('/tencent-callback', webhooks);
await app.listen({ port: 0, host: '127.0.0.1' });

export const { server } = app;
