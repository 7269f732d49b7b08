import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { webhooks } from '../webhooks.mjs';

class AppModule {
  configure(consumer) {
    consumer.apply(webhooks).forRoutes('/tencent-callback');
  }
}
Module({})(AppModule);

const app = await NestFactory.create(AppModule, { rawBody: true, logger: false });
app.useBodyParser('json', { limit: '1mb' });
await app.listen(0, '127.0.0.1');

export const server = app.getHttpServer();
