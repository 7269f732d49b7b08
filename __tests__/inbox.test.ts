import { setTimeout as sleep } from 'node:timers/promises';
import { allow, type Inbox, type LiveWebhooksOptions } from '../lib';
import { sampleBody } from '../lib/testing';
import { keeping } from './support/inbox';
import { until } from './support/raw-client';
import { plainAck, post, receiver } from './support/receiver';

const member = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';
const gift = 'Live.CallbackBeforeSendGift';

describe('with an inbox', () => {
  it('replies once the event is queued, and runs no handler here', async () => {
    const { inbox, records } = keeping();
    const handler = jest.fn();
    const { webhooks, outcomes } = receiver({ inbox, handlers: { [seats]: handler } });

    expect((await post(webhooks, { command: seats })).text).toBe(plainAck);
    expect(outcomes).toMatchObject([{ type: 'queued', command: seats }]);
    expect(handler).not.toHaveBeenCalled();
    expect(records).toMatchObject([{ command: seats, rawBody: expect.stringContaining('144115233775727695,') }]);
  });

  it('queues after-events for which only the workers have a handler', async () => {
    const { inbox, records } = keeping();
    const { webhooks } = receiver({ inbox });
    await post(webhooks, { command: member });
    expect(records.map(({ command }) => command)).toEqual([member]);
  });

  it('answers before-commands by their handler', async () => {
    const { inbox, records } = keeping();
    const { webhooks, outcomes } = receiver({ inbox, handlers: { [gift]: () => allow() } });
    await post(webhooks, { command: gift });
    expect(outcomes).toMatchObject([{ type: 'handled' }]);
    expect(records).toEqual([]);
  });

  it('queues nothing that does not decode, and nothing unknown', async () => {
    const { inbox, records } = keeping();
    const { webhooks, outcomes } = receiver({ inbox });
    await post(webhooks, { command: member, body: { CallbackCommand: member } });
    await post(webhooks, { command: 'any', body: { CallbackCommand: 'C2C.X' } });
    expect(outcomes.map(({ type }) => type)).toEqual(['refused', 'unknown']);
    expect(records).toEqual([]);
  });

  it.each<[string, Inbox['put'], unknown]>([
    ['rejects', () => Promise.reject(new TypeError('down')), expect.any(TypeError)],
    ['never answers', () => new Promise(() => {}), undefined],
  ])('fails in time, with the raw body to keep, when the queue %s', async (_what, put, cause) => {
    const { webhooks, outcomes } = receiver({ inbox: { put }, deadlineMs: 60 });
    const { body } = await post(webhooks, { command: member });
    expect(body).toEqual({ ActionStatus: 'FAIL', ErrorInfo: expect.any(String), ErrorCode: 503 });
    expect(outcomes).toMatchObject([
      { type: 'failed', failure: { type: 'inbox-unavailable', cause }, rawBody: expect.any(Buffer) },
    ]);
  });

  it('reports a queue that took the event late after all', async () => {
    const { webhooks, outcomes } = receiver({ inbox: { put: () => sleep(60) }, deadlineMs: 20 });
    await post(webhooks, { command: member });
    await webhooks.drain();
    expect(outcomes).toMatchObject([{ failure: { type: 'inbox-unavailable' } }, { type: 'late' }]);
    expect(outcomes[1]?.failure).toBeUndefined();
  });

  it.each([7, {}, { put: 7 }])('cannot be built on %p', (inbox) => {
    expect(() => receiver({ inbox } as unknown as Partial<LiveWebhooksOptions>)).toThrow(
      /^inbox must have a method put/,
    );
  });

  it('acknowledges what `ignore` names without queueing it', async () => {
    const { inbox, records } = keeping();
    const { webhooks, outcomes } = receiver({ inbox, ignore: [member] });
    for (const command of [member, seats] as const) await post(webhooks, { command });
    expect(outcomes.map(({ type, command }) => [type, command])).toEqual([
      ['ignored', member],
      ['queued', seats],
    ]);
    expect(records.map(({ command }) => command)).toEqual([seats]);
  });

  it("queues unknown commands where it is told so, but no before-command, and labels no metric with the sender's words", async () => {
    const { inbox, records } = keeping();
    const { webhooks, outcomes } = receiver({ inbox, unknownCommands: 'queue' });
    const body = { CallbackCommand: 'Live.CallbackAfterTomorrow', RoomId: 'r', EventTime: 1703589922780 };
    await post(webhooks, { command: 'any', body });
    await post(webhooks, { command: 'any', body: { ...body, CallbackCommand: 'C2C.CallbackBeforeSendMsg' } });
    expect(outcomes).toMatchObject([
      { type: 'queued', command: undefined, delivery: { command: 'Live.CallbackAfterTomorrow' } },
      { type: 'unknown', command: undefined },
    ]);
    expect(records).toMatchObject([
      { command: 'Live.CallbackAfterTomorrow', roomId: 'r', eventId: expect.any(String) },
    ]);
  });

  it('refuses an unknown command that the queue did not take', async () => {
    const { webhooks } = receiver({
      inbox: { put: () => Promise.reject(new Error('down')) },
      unknownCommands: 'queue',
    });
    const { body } = await post(webhooks, { command: 'Live.CallbackAfterTomorrow', body: {} });
    expect(body).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 503 });
  });

  it('refuses at once what comes while maxPending events wait, and takes events again once they are through', async () => {
    const waiting: (() => void)[] = [];
    const inbox: Inbox = { put: () => new Promise<void>((resolve) => waiting.push(resolve)), maxPending: 2 };
    const { webhooks, outcomes } = receiver({ inbox, deadlineMs: 1900 });
    const first = [post(webhooks, { command: member }), post(webhooks, { command: seats })].map((one) => one.then());
    await until(() => waiting.length === 2);
    const { body } = await post(webhooks, { command: member });
    expect(body).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 503 });
    expect(outcomes).toMatchObject([
      { failure: { type: 'inbox-unavailable', cause: new Error('The inbox has not taken 2 earlier events yet.') } },
    ]);
    expect(outcomes[0]?.durationMs).toBeLessThan(1000);

    for (const resolve of waiting.splice(0)) resolve();
    await Promise.all(first);
    const third = post(webhooks, { command: member }).then();
    await until(() => waiting.length === 1);
    waiting[0]?.();
    expect((await third).text).toBe(plainAck);
  });

  it('keeps what a worker needs to see the event again, and a key of its own where nothing identifies it', async () => {
    const { inbox, records } = keeping();
    const { webhooks } = receiver({ inbox, now: () => 1670574415000 });
    await post(webhooks, { command: member });
    const { EventTime: _, ...body } = sampleBody('Live.CallbackAfterCreateRoom');
    for (let times = 0; times < 2; times++) await post(webhooks, { command: 'any', body });
    const [identified, ...others] = records;
    expect(identified).toMatchObject({
      version: 1,
      recordId: identified?.eventId,
      receivedAt: '2022-12-09T08:26:55.000Z',
      roomId: (sampleBody(member) as { RoomId: string }).RoomId,
    });
    expect(identified?.occurredAt).toBe(new Date(sampleBody(member).EventTime).toISOString());
    expect(others.map(({ eventId }) => eventId)).toEqual([undefined, undefined]);
    expect(new Set(records.map(({ recordId }) => recordId)).size).toBe(3);
    expect(others.map(({ recordId }) => recordId)).toEqual(others.map(() => expect.stringMatching(/^[\w-]{36}$/)));
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ ignore: [member] }, /^ignore is for an inbox/],
    [
      { inbox: keeping().inbox, ignore: ['Live.Nope'] },
      /^ignore: there is no after-command 'Live\.Nope'\. Did you mean/,
    ],
    [{ inbox: keeping().inbox, ignore: [gift] }, /^ignore: there is no after-command 'Live\.CallbackBeforeSendGift'/],
    [{ inbox: keeping().inbox, ignore: member }, /^ignore must be an array of command names, not a string/],
    [{ inbox: keeping().inbox, ignore: [member], handlers: { [member]: () => {} } }, /is in ignore and has a handler/],
    [{ unknownCommands: 'queue' }, /^unknownCommands: 'queue' needs an inbox/],
    [{ unknownCommands: 'keep' }, /^unknownCommands must be 'acknowledge' or 'queue', not 'keep'/],
    [{ inbox: keeping().inbox, unknownCommands: 'queue', onUnknownCommand: () => {} }, /do not go together/],
    [{ inbox: { put: () => {}, maxPending: 0 } }, /^inbox\.maxPending must be a whole number above 0, not 0/],
  ])('refuses %j', (options, message) => {
    expect(() => receiver(options as Partial<LiveWebhooksOptions>)).toThrow(message);
  });
});
