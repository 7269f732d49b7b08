import express from 'express';
import { allow, deny, liveWebhooks, memoryStore } from 'tencent-live-webhooks';
import { bullmqInbox } from 'tencent-live-webhooks/bullmq';
import { redisStore } from 'tencent-live-webhooks/redis';
import { sampleBody, signedRequest } from 'tencent-live-webhooks/testing';
import scenario from './scenario.cjs';

await scenario({ express, liveWebhooks, memoryStore, allow, deny, sampleBody, signedRequest, bullmqInbox, redisStore });
