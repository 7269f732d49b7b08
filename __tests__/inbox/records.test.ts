import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Delivery, Handlers, InboxRecord } from '../../lib';
import { catalogue, type CommandName } from '../../lib/commands';
import { createProcessor } from '../../lib/inbox';
import { sampleBody } from '../../lib/testing';
import { keeping } from '../support/inbox';
import { post, receiver } from '../support/receiver';

/**
 * A record of each command, as the first release has written it into its users' queues. Never change one: a record of a
 * new command is added, and what is here has to be readable for good.
 */
const written = JSON.parse(readFileSync(join(__dirname, 'records-1.json'), 'utf8')) as InboxRecord[];

const afters = Object.entries(catalogue).flatMap(([name, { kind }]) => (kind === 'after' ? [name] : []));

it('holds a record of every command that an inbox may get', () => {
  expect(written.map(({ command }) => command).toSorted()).toEqual(afters.toSorted());
});

it.each(written)('reads a record of $command', async (record) => {
  const seen: [unknown, Delivery][] = [];
  const handlers = { [record.command]: (event: unknown, delivery: Delivery) => seen.push([event, delivery]) };
  await createProcessor(handlers as Handlers)(record, 1);
  const [[event, delivery]] = seen as [[unknown, Delivery]];
  expect(event).toEqual(sampleBody(record.command as CommandName));
  expect([delivery.recordId, delivery.eventId]).toEqual([record.recordId, record.eventId]);
  expect(delivery.occurredAt?.toISOString()).toBe(record.occurredAt);
  expect(delivery.receivedAt.toISOString()).toBe(record.receivedAt);
  expect(delivery.query.toString()).toBe(record.query);
  expect(delivery.rawBody.toString()).toBe(record.rawBody);
});

it.each(written)('writes $command in the same way today', async (record) => {
  const { inbox, records } = keeping();
  const { webhooks } = receiver({ inbox, now: () => Date.parse(record.receivedAt) });
  await post(webhooks, { command: record.command, url: undefined });
  const [today] = records;
  expect({ ...today, recordId: record.eventId ?? record.recordId }).toEqual(record);
});
