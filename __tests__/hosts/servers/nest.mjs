import { NestFactory } from '@nestjs/core';
import { AppModule } from '../nest-module.mjs';
import { webhooks } from '../webhooks.mjs';

const app = await NestFactory.create(AppModule, { logger: false });
app.use('/tencent-callback', webhooks);
await app.listen(0, '127.0.0.1');

export const server = app.getHttpServer();
