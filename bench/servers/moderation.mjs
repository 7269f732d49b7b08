// The moderation server of the example app, without the board. So many ROWS are held before it begins.
import express from 'express';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { liveWebhooks } from '../../dist/index.js';
import { openDatabase } from '../../example-app/dist/store/database.js';
import { readModerationConfig } from '../../example-app/dist/moderation/config.js';
import { createModeration } from '../../example-app/dist/moderation/moderation.js';
import { serve } from '../serve.mjs';

const { DATABASE_URL: databaseUrl, DATA_DIR: dataDirectory, ROWS = '0' } = process.env;
const sdkAppId = 1400000001;
const logger = pino({ level: 'error' }, pino.destination({ sync: true, dest: 2 }));

const database = await openDatabase({ databaseUrl, dataDirectory }, logger);
const moderation = await createModeration({
  database,
  config: readModerationConfig({ MODERATION: 'review', MODERATION_API_KEY: 'key' }),
  sdkAppId,
  host: '127.0.0.1',
  isDemo: false,
  logger,
  registry: new Registry(),
});

// Half of the rows are in one room. In parts, so that the embedded database needs no more memory than it has.
const part = 50_000;
for (let from = 1; from <= Number(ROWS); from += part) {
  const to = Math.min(from + part - 1, Number(ROWS));
  await database.query(
    `insert into moderation_held (content_id, receiver, from_account, body, stored_by)
     select 'held ' || n, case when n % 2 = 0 then 'full' else 'room ' || n % 1000 end, 'account ' || n % 5000,
       '{"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"' || repeat('text ', 50) || '"}}]}', gen_random_uuid()
     from generate_series($1::int, $2::int) as n`,
    [from, to],
  );
}
await database.query(
  `insert into moderation_counts (receiver, shard, held)
   select receiver, 0, count(*) from moderation_held group by receiver
   on conflict (receiver, shard) do update set held = excluded.held`,
  [],
);
await database.run('vacuum analyze moderation_held, moderation_counts');

let handled = 0;
const webhooks = liveWebhooks({
  sdkAppId,
  token: false,
  handlers: moderation.handlers,
  fallback: moderation.fallback,
  onOutcome: ({ type }) => {
    if (type === 'handled') handled += 1;
  },
});
serve(express().use('/tencent-callback', webhooks).use(moderation.router), () => handled);
