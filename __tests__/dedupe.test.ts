import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import request from 'supertest';
import * as t from 'io-ts';
import {
  after,
  liveWebhooks,
  memoryStore,
  type AfterCommand,
  type DedupeStore,
  type LiveWebhooksOptions,
  type Outcome,
} from '../lib';
import { rawClient, rawPost } from './support/raw-client';
import { sampleBody, signedRequest } from '../lib/testing';
import { listening, path, plainAck, post, receiver, sdkAppId } from './support/receiver';

const member = 'Live.CallbackAfterMemberStateChanged';
const createRoom = 'Live.CallbackAfterCreateRoom';
const gift = 'Live.CallbackBeforeSendGift';
const event = sampleBody(member);

const deduplicating = (handler: () => void | Promise<void>, options: Partial<LiveWebhooksOptions> = {}) =>
  receiver({ handlers: { [member]: handler, [createRoom]: handler }, dedupe: { store: memoryStore() }, ...options });

const types = (outcomes: readonly Outcome[]) => outcomes.map(({ type }) => type);

/** A store whose `begin` does what it is told. */
const storeThat = (begin: DedupeStore['begin']): DedupeStore => ({
  begin,
  complete: () => Promise.reject(new Error('down')),
  abandon: () => Promise.reject(new Error('down')),
});

describe('with dedupe', () => {
  it('handles the same body once, and acknowledges it every time', async () => {
    const handler = jest.fn();
    const { webhooks, outcomes } = deduplicating(handler);
    for (let times = 0; times < 3; times++) expect((await post(webhooks, { command: member })).text).toBe(plainAck);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(types(outcomes)).toEqual(['handled', 'duplicate', 'duplicate']);
  });

  it('handles two members that enter in the same millisecond', async () => {
    const handler = jest.fn();
    const { webhooks } = deduplicating(handler);
    for (const account of ['jared', 'tommy']) {
      await post(webhooks, { command: member, body: { ...event, MemberList: [{ Member_Account: account }] } });
    }
    expect(handler).toHaveBeenCalledTimes(2);
  });

  it('says that an event is being handled already', async () => {
    const { webhooks, outcomes } = deduplicating(() => sleep(60));
    const [first, second] = await Promise.all([
      post(webhooks, { command: member }),
      post(webhooks, { command: member }),
    ]);
    const codes = [first.body, second.body].map(({ ErrorCode }: { ErrorCode: number }) => ErrorCode);
    expect(new Set(codes)).toEqual(new Set([0, 409]));
    expect(types(outcomes).toSorted()).toEqual(['handled', 'refused']);
  });

  it('lets a failed event be tried again', async () => {
    const handler = jest.fn().mockRejectedValueOnce(new Error('no'));
    const { webhooks, outcomes } = deduplicating(handler);
    for (let times = 0; times < 3; times++) await post(webhooks, { command: member });
    expect(types(outcomes)).toEqual(['failed', 'handled', 'duplicate']);
  });

  it('remembers what a late handler did in the end', async () => {
    const { webhooks, outcomes } = deduplicating(() => sleep(60), { deadlineMs: 30 });
    await post(webhooks, { command: member });
    await webhooks.drain();
    await post(webhooks, { command: member });
    expect(types(outcomes)).toEqual(['failed', 'late', 'duplicate']);
  });

  it('forgets after its time', async () => {
    const { webhooks, outcomes } = deduplicating(() => {}, { dedupe: { store: memoryStore(), ttlMs: 40 } });
    await post(webhooks, { command: member });
    await sleep(80);
    await post(webhooks, { command: member });
    expect(types(outcomes)).toEqual(['handled', 'handled']);
  });

  it('never takes two gifts for one, nor two events that do not say when they happened', async () => {
    const handler = jest.fn(() => ({ verdict: 'allow' }) as const);
    const { webhooks } = receiver({ handlers: { [gift]: handler }, dedupe: { store: memoryStore() } });
    for (let times = 0; times < 2; times++) await post(webhooks, { command: gift });
    expect(handler).toHaveBeenCalledTimes(2);

    const created = deduplicating(() => {});
    const { EventTime: _, ...body } = sampleBody(createRoom);
    for (let times = 0; times < 2; times++) await post(created.webhooks, { command: createRoom, body });
    expect(types(created.outcomes)).toEqual(['handled', 'handled']);
  });

  it('asks the store for whole milliseconds', async () => {
    const asked: number[] = [];
    const complete = async (_key: string, _owner: string, ttlMs: number) => void asked.push(ttlMs);
    const { webhooks } = deduplicating(() => {}, {
      dedupe: { store: { ...storeThat(async () => 'first'), complete }, ttlMs: 1000.5 },
    });
    await post(webhooks, { command: member });
    expect(asked).toEqual([1001]);
  });

  it('leaves commands without a handler alone', async () => {
    const begin = jest.fn(() => Promise.resolve<'first'>('first'));
    const { webhooks, outcomes } = receiver({ dedupe: { store: storeThat(begin) } });
    await post(webhooks, { command: member });
    expect(begin).not.toHaveBeenCalled();
    expect(types(outcomes)).toEqual(['ignored']);
  });

  it('keeps two applications and two mounts apart that share a store', async () => {
    const handler = jest.fn();
    const store = memoryStore();
    const mounted = (id: number) => liveWebhooks({ sdkAppId: id, handlers: { [member]: handler }, dedupe: { store } });
    const app = express()
      .use('/one', mounted(sdkAppId))
      .use('/two', mounted(sdkAppId))
      .use('/other', mounted(sdkAppId + 1));

    const { query, body } = signedRequest({ sdkAppId, command: member });
    const other = signedRequest({ sdkAppId: sdkAppId + 1, command: member });
    for (const url of [`/one${query}`, `/two${query}`, `/one${query}`, `/other${other.query}`]) {
      await request(app).post(url).type('json').send(body);
    }
    expect(handler).toHaveBeenCalledTimes(3);
  });
});

describe('with dedupe, commands of one’s own', () => {
  const name = 'Room.X';
  const twice = async (command: AfterCommand<unknown>) => {
    const store = memoryStore();
    const handler = jest.fn();
    const seen: string[] = [];
    for (const Member of ['jared', 'tommy']) {
      const webhooks = liveWebhooks({
        sdkAppId,
        commands: { [name]: command },
        handlers: { [name]: handler },
        dedupe: { store },
        onOutcome: ({ type }) => seen.push(type),
      });
      await post(webhooks, { command: name, body: { CallbackCommand: name, Member, EventTime: 1 } });
    }
    return seen;
  };

  it('are told apart by what their codec leaves out', async () => {
    expect(await twice(after(t.strict({ EventTime: t.number })))).toEqual(['handled', 'handled']);
  });

  it('are handled unprotected when their identity throws', async () => {
    const identity = () => {
      throw new Error('no such field');
    };
    expect(await twice(after(t.unknown, { identity }))).toEqual(['handled', 'handled']);
  });
});

describe('a store that is not there', () => {
  it.each<[string, DedupeStore['begin']]>([
    ['rejects', () => Promise.reject(new Error('down'))],
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
    ['never answers', () => new Promise(() => {})],
    ['answers nonsense', async () => 'what?' as 'first'],
  ])('costs the protection, not the event, when it %s', async (_what, begin) => {
    const handler = jest.fn();
    const { webhooks, outcomes } = deduplicating(handler, { dedupe: { store: storeThat(begin) }, deadlineMs: 300 });
    expect((await post(webhooks, { command: member })).text).toBe(plainAck);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(outcomes).toMatchObject([{ type: 'handled', storeError: expect.any(Error) }]);
    // A third of the deadline is the store's; the reply was in time.
    expect(outcomes[0]?.durationMs).toBeLessThan(250);
    await webhooks.drain();
  });

  it('leaves the handler its share of the deadline', async () => {
    const { webhooks, outcomes } = deduplicating(() => new Promise(() => {}), {
      dedupe: { store: storeThat(() => new Promise(() => {})) },
      deadlineMs: 150,
    });
    await post(webhooks, { command: member });
    expect(outcomes).toMatchObject([{ failure: { type: 'handler-late' }, storeError: expect.any(Error) }]);
    expect(outcomes[0]?.durationMs).toBeLessThan(250);
  });

  it('has a share of the time that is left, not of the whole', async () => {
    const store = storeThat(() => new Promise(() => {}));
    const { webhooks, outcomes } = deduplicating(() => {}, { dedupe: { store }, deadlineMs: 600 });
    await listening(webhooks, async (port) => {
      const { query, body } = signedRequest({ sdkAppId, command: member });
      const client = rawClient(port);
      await client.send(rawPost(path + query, '', { 'Content-Length': String(body.length) }));
      await sleep(400);
      await client.send(body);
      expect(await client.replies()).toEqual([plainAck]);
    });
    expect(outcomes).toMatchObject([{ type: 'handled', storeError: expect.any(Error) }]);
    expect(outcomes[0]?.durationMs).toBeLessThan(600);
  });

  it('keeps drain waiting no longer than a deadline when it is told of what was handled', async () => {
    const store: DedupeStore = { ...storeThat(async () => 'first'), complete: () => new Promise(() => {}) };
    const { webhooks } = deduplicating(() => {}, { dedupe: { store }, deadlineMs: 60 });
    await post(webhooks, { command: member });
    await webhooks.drain();
  });

  it('changes no reply when it cannot be told of what was handled', async () => {
    const { webhooks, outcomes } = deduplicating(() => {}, { dedupe: { store: storeThat(async () => 'first') } });
    expect((await post(webhooks, { command: member })).text).toBe(plainAck);
    await webhooks.drain();
    expect(types(outcomes)).toEqual(['handled']);
  });
});

describe('wrong dedupe options throw at construction', () => {
  it.each([
    [7, /^dedupe must be/],
    [{}, /^dedupe\.store must be/],
    [{ store: {} }, /^dedupe\.store must be/],
    [{ store: memoryStore(), ttlMs: 1e21 }, /^dedupe\.ttlMs must be a positive number/],
    [{ store: memoryStore(), ttlMs: 0 }, /^dedupe\.ttlMs must be a positive number/],
    [{ store: memoryStore(), ttl: 5 }, /Did you mean 'ttlMs'/],
  ])('when dedupe is %p', (dedupe, sentence) => {
    expect(() => receiver({ dedupe } as unknown as Partial<LiveWebhooksOptions>)).toThrow(sentence);
  });

  it('when there is an inbox too', () => {
    expect(() => receiver({ dedupe: { store: memoryStore() }, inbox: { put: async () => {} } })).toThrow(/go together/);
  });
});
