// GitHub's @octokit/webhooks in Express.
import { Webhooks, createNodeMiddleware } from '@octokit/webhooks';
import express from 'express';
import { serve } from '../serve.mjs';

let handled = 0;

const webhooks = new Webhooks({ secret: 'the token of the benchmark' });
webhooks.on('member', () => void handled++);

serve(express().use(createNodeMiddleware(webhooks, { path: '/tencent-callback' })), () => handled);
