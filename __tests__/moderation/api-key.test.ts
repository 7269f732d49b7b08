import express from 'express';
import request from 'supertest';
import { requireApiKey } from '../../example-app/src/moderation/api-key';
import { answerProblem } from '../../example-app/src/moderation/problem';
import { pino } from 'pino';

const app = express()
  .use(requireApiKey(undefined, true), (_request, response) => void response.send('passed'))
  .use(answerProblem(pino({ level: 'silent' }), (_status, error) => ({ error })));

test.each([
  ['cross-site', 403],
  ['same-site', 403],
  ['same-origin', 200],
  ['none', 200],
  [undefined, 200],
])('the demo, which has no key, answers a request from the site %j with %i', async (site, status) => {
  const sent = request(app).post('/toggle');
  await (site === undefined ? sent : sent.set('Sec-Fetch-Site', site)).expect(status);
});
