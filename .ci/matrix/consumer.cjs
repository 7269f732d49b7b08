'use strict';

const express = require('express');
const { allow, deny, liveWebhooks, memoryStore } = require('tencent-live-webhooks');
const { bullmqInbox } = require('tencent-live-webhooks/bullmq');
const { redisStore } = require('tencent-live-webhooks/redis');
const { sampleBody, signedRequest } = require('tencent-live-webhooks/testing');
const scenario = require('./scenario.cjs');

void scenario({ express, liveWebhooks, memoryStore, allow, deny, sampleBody, signedRequest, bullmqInbox, redisStore });
