import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Delivery, Handlers, InboxRecord } from '../../lib';
import { catalogue, type CommandName } from '../../lib/commands';
import { createProcessor } from '../../lib/inbox';
import type { EventDelivery } from '../../lib/delivery/delivery';
import { createRecord } from '../../lib/inbox/record';
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

describe('a record', () => {
  const needed = {
    command: 'Live.X',
    urlCommand: 'Live.Y',
    sdkAppId: 1400000001,
    queryText: 'room=a',
    receivedAt: new Date('2023-12-26T11:25:23.000Z'),
    rawBody: Buffer.from('{}'),
  };
  const kept = {
    version: 1,
    command: 'Live.X',
    urlCommand: 'Live.Y',
    sdkAppId: 1400000001,
    query: 'room=a',
    receivedAt: '2023-12-26T11:25:23.000Z',
    rawBody: '{}',
  };

  /** Of a delivery that has these members and no others, which no instance of the class has. */
  const recordOf = (event: unknown, members: object): InboxRecord => createRecord(event, members as EventDelivery);

  it('holds no member for what is not known', () => {
    expect(recordOf({}, needed)).toStrictEqual({ ...kept, recordId: expect.stringMatching(/^[\da-f-]{36}$/) });
  });

  it('holds whatever is known', () => {
    const known = { eventId: 'e', clientIp: '127.0.0.1', platform: 'iOS', requestId: 'r' };
    const delivery = { ...needed, ...known, occurredAt: new Date('2023-12-26T11:25:22.780Z') };
    expect(recordOf({ RoomId: '7' }, delivery)).toStrictEqual({
      ...kept,
      ...known,
      recordId: 'e',
      roomId: '7',
      occurredAt: '2023-12-26T11:25:22.780Z',
    });
  });

  it.each(['recordId', 'command', 'urlCommand', 'sdkAppId', 'receivedAt', 'rawBody'])(
    'is none without its %s',
    async (name) => {
      const record = { ...written[0], [name]: undefined };
      await expect(createProcessor({})(record, 1)).rejects.toThrow(`its ${name} is missing or of another type`);
    },
  );

  it('brings the id of its request back', async () => {
    const seen: unknown[] = [];
    const [record] = written;
    const handlers = { [String(record?.command)]: (_event: unknown, { requestId }: Delivery) => seen.push(requestId) };
    const process = createProcessor(handlers as Handlers);
    await process({ ...record, requestId: 'r' }, 1);
    await process({ ...record, requestId: undefined }, 1);
    expect(seen).toEqual(['r', undefined]);
  });
});
