import express from 'express';
import serverless from 'serverless-http';
import { webhooks } from '../webhooks.mjs';

const app = express();
app.use('/tencent-callback', webhooks);
export const handler = serverless(app);

/** Calls the handler as API Gateway calls a Lambda function: whatever came in pieces is one string by then. */
export const call = async ({ url, headers, pieces }) => {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const { statusCode, body } = await handler({
    httpMethod: 'POST',
    path: pathname,
    queryStringParameters: Object.fromEntries(searchParams),
    headers,
    body: Buffer.concat(pieces).toString(),
    isBase64Encoded: false,
    requestContext: {},
  });
  return { status: statusCode, body };
};
