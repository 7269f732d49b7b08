import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import express4 from 'express4';
import fc from 'fast-check';
import request from 'supertest';
import * as t from 'io-ts';
import {
  after,
  before,
  liveWebhooks,
  memoryStore,
  type AfterCommand,
  type DedupeStore,
  type LiveWebhooks,
  type LiveWebhooksOptions,
  type Outcome,
} from '../lib';
import { memoryInUse } from './support/memory';
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

  it('keeps an event for a minute, and remembers it for ten', async () => {
    const begin = jest.fn<ReturnType<DedupeStore['begin']>, Parameters<DedupeStore['begin']>>(async () => 'first');
    const complete = jest.fn(async () => {});
    const { webhooks } = deduplicating(() => {}, { dedupe: { store: { ...storeThat(begin), complete } } });
    await post(webhooks, { command: member });
    const [key, owner] = begin.mock.calls[0] ?? [];
    expect(begin.mock.calls).toEqual([[expect.any(String), expect.any(String), 60_000]]);
    expect(complete.mock.calls).toEqual([[key, owner, 600_000]]);
  });

  it('asks for each delivery as another owner', async () => {
    const owners: string[] = [];
    const begin: DedupeStore['begin'] = async (_key, owner) => (owners.push(owner), 'first');
    const { webhooks } = deduplicating(() => {}, {
      dedupe: { store: { begin, complete: async () => {}, abandon: async () => {} } },
    });
    for (let times = 0; times < 3; times++) await post(webhooks, { command: member });
    expect(new Set(owners).size).toBe(3);
  });

  it('tells the store of a failure, not of a success, when a handler fails', async () => {
    const abandon = jest.fn(async () => {});
    const complete = jest.fn(async () => {});
    const { webhooks } = deduplicating(() => Promise.reject(new Error('no')), {
      dedupe: { store: { begin: async () => 'first', complete, abandon } },
    });
    await post(webhooks, { command: member });
    await webhooks.drain();
    expect([abandon, complete].map(({ mock }) => mock.calls.length)).toEqual([1, 0]);
    expect(abandon.mock.calls).toEqual([[expect.stringMatching(/^[\w-]{43}$/), expect.any(String)]]);
  });

  it('lets what a late handler failed to do be tried again', async () => {
    const handler = jest.fn(async () => {
      await sleep(40);
      throw new Error('no');
    });
    const { webhooks, outcomes } = deduplicating(handler, { deadlineMs: 20 });
    for (let times = 0; times < 2; times++) {
      await post(webhooks, { command: member });
      await webhooks.drain();
    }
    expect(types(outcomes)).toEqual(['failed', 'late', 'failed', 'late']);
  });

  it('waits in drain for the store to know what a late handler has done', async () => {
    let isTold = false;
    const complete = async () => {
      await sleep(20);
      isTold = true;
    };
    const { webhooks } = deduplicating(() => sleep(250), {
      deadlineMs: 200,
      dedupe: { store: { ...storeThat(async () => 'first'), complete } },
    });
    await post(webhooks, { command: member });
    await webhooks.drain();
    expect(isTold).toBe(true);
  });

  it('asks the store neither for before-commands nor for unknown ones', async () => {
    const begin = jest.fn(async () => 'done' as const);
    const onUnknownCommand = jest.fn();
    const { webhooks, outcomes } = receiver({
      commands: { 'Room.Before': before(t.unknown, { name: 'x', is: t.unknown.is, encode: () => ({ ErrorCode: 0 }) }) },
      handlers: { 'Room.Before': () => 'yes' } as object,
      onUnknownCommand,
      dedupe: { store: storeThat(begin) },
    });
    for (const command of ['Room.Before', 'Room.Unknown']) {
      await post(webhooks, { command, body: { CallbackCommand: command, EventTime: 1 } });
    }
    expect(outcomes).toMatchObject([
      { type: 'handled', delivery: { eventId: expect.any(String) } },
      { type: 'unknown', delivery: { eventId: expect.any(String) } },
    ]);
    expect(begin).not.toHaveBeenCalled();
    expect(onUnknownCommand).toHaveBeenCalledTimes(1);
  });

  it('asks the store nothing about a payload that does not decode', async () => {
    const begin = jest.fn(async () => 'first' as const);
    const { webhooks, outcomes } = deduplicating(() => {}, { dedupe: { store: storeThat(begin) } });
    const body = { ...event, EventType: 'Sleeping' };
    expect((await post(webhooks, { command: member, body })).body).toMatchObject({ ErrorCode: 422 });
    expect(outcomes).toMatchObject([{ type: 'refused', failure: { type: 'bad-payload' }, command: member }]);
    expect(outcomes[0]?.rawBody).toEqual(Buffer.from(JSON.stringify(body)));
    expect(begin).not.toHaveBeenCalled();
  });

  it('keeps the bytes of an event that another delivery is handling', async () => {
    const { webhooks, outcomes } = deduplicating(() => {}, { dedupe: { store: storeThat(async () => 'in-progress') } });
    await post(webhooks, { command: member, body: event });
    expect(outcomes).toMatchObject([{ failure: { type: 'in-progress' }, command: member }]);
    expect(outcomes[0]?.rawBody).toEqual(Buffer.from(JSON.stringify(event)));
  });

  it('shows the event of a duplicate, too', async () => {
    const { webhooks, outcomes } = deduplicating(() => {}, { dedupe: { store: storeThat(async () => 'done') } });
    await post(webhooks, { command: member, body: event });
    expect(outcomes).toMatchObject([{ type: 'duplicate', command: member, event }]);
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
    const mounted = (id: number) =>
      liveWebhooks({ sdkAppId: id, token: false, handlers: { [member]: handler }, dedupe: { store } });
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

describe('the key of an event', () => {
  const { query, body } = signedRequest({ sdkAppId, command: member });

  /** A store that keeps the keys it is asked for. */
  const recording = () => {
    const keys: string[] = [];
    const store = memoryStore();
    const begin: DedupeStore['begin'] = (key, owner, leaseMs) => {
      keys.push(key);
      return store.begin(key, owner, leaseMs);
    };
    return { keys, store: { ...store, begin } };
  };

  const deliverTo = async (app: RequestListener, targets: readonly string[]) => {
    await listening(app, async (port) => {
      for (const target of targets) {
        const client = rawClient(port);
        await client.send(rawPost(target + query, body));
        await client.replies();
      }
    });
  };

  it.each<[string, (webhooks: LiveWebhooks) => RequestListener]>([
    ['Express 5', (webhooks) => express().use('/tencent-callback', webhooks)],
    ['Express 4', (webhooks) => express4().use('/tencent-callback', webhooks)],
    ['node:http', (webhooks) => webhooks],
  ])('is the same for every spelling of one path, in %s', async (_where, mount) => {
    const handler = jest.fn();
    const { keys, store } = recording();
    const { webhooks, outcomes } = deduplicating(handler, { dedupe: { store } });
    const spellings = [
      '/tencent-callback',
      '/Tencent-Callback',
      '/TENCENT-CALLBACK/',
      '/tencent-callback/x',
      '/tencent-callback/%2e',
      '/tencent-callback//',
      'http://localhost/tencent-callback',
    ];
    await deliverTo(mount(webhooks), spellings);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(types(outcomes)).toEqual(['handled', ...spellings.slice(1).map(() => 'duplicate')]);
    expect(new Set(keys).size).toBe(1);
  });

  it('is the event’s id and the mount path; a path of more than 64 characters is a digest of 43', async () => {
    const { keys, store } = recording();
    const { webhooks, outcomes } = deduplicating(() => {}, { dedupe: { store } });
    const app = express().use('/:room', webhooks);
    const [longest, longer] = [`/${'x'.repeat(63)}`, `/${'x'.repeat(64)}`];
    await deliverTo(app, ['/short', `/short/${'x'.repeat(15_000)}`, longest, longer, `/${'x'.repeat(15_000)}`]);
    const id = outcomes[0]?.delivery?.eventId ?? '';
    expect(keys.slice(0, 3)).toEqual([`${id}/short`, `${id}/short`, id + longest]);
    expect(keys.slice(3).map((key) => key.length)).toEqual([id.length + 43, id.length + 43]);
    expect(new Set(keys).size).toBe(4);
  });

  it('keeps nothing else of the URL in memory', async () => {
    let handled = 0;
    const dedupe = { store: memoryStore() };
    const webhooks = liveWebhooks({ sdkAppId, handlers: { [member]: () => void handled++ }, dedupe });
    const [urlBytes, events] = [14_000, 800];
    let eventTime = event.EventTime;
    await listening(express().use('/tencent-callback', webhooks), async (port) => {
      const url = `http://127.0.0.1:${port}/tencent-callback${query}&Rest=${'x'.repeat(urlBytes)}`;
      const postSome = async (count: number) => {
        for (let sent = 0; sent < count; sent++) {
          const next = JSON.stringify({ ...event, EventTime: ++eventTime });
          await (await fetch(url, { method: 'POST', body: next })).text();
        }
      };
      await postSome(100);
      const inUseBefore = memoryInUse();
      await postSome(events);
      expect(memoryInUse() - inUseBefore).toBeLessThan((events * urlBytes) / 2);
    });
    expect(handled).toBe(100 + events);
  });

  it('is the event’s id where nothing is mounted', async () => {
    const { keys, store } = recording();
    const { webhooks, outcomes } = deduplicating(() => {}, { dedupe: { store } });
    await deliverTo(webhooks, ['/any']);
    expect(keys).toEqual([outcomes[0]?.delivery?.eventId]);
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
        token: false,
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
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    expect(await twice(after(t.unknown, { identity }))).toEqual(['handled', 'handled']);
    expect(warning.mock.calls).toEqual([
      [
        'The identity or the time of an event could not be computed, so it has none',
        { code: 'TENCENT_LIVE_WEBHOOKS_COMMAND', detail: expect.stringContaining('no such field') },
      ],
    ]);
    warning.mockRestore();
  });
});

describe('a store that answers at once', () => {
  /** The same store, of which the middleware can only know that it gives promises. */
  const inPromises = (store: DedupeStore): DedupeStore => ({
    begin: (...parameters) => store.begin(...parameters),
    complete: (...parameters) => store.complete(...parameters),
    abandon: (...parameters) => store.abandon(...parameters),
  });

  // Its table is allocated at once.
  const smallStore = () => memoryStore({ maxEntries: 100 });

  interface Delivered {
    readonly event: number;
    readonly fails: boolean;
    readonly isSlow: boolean;
    readonly waitsForOthers: boolean;
  }

  /** What becomes of deliveries, some of which come before the one ahead of them is done. */
  const outcomesWith = async (store: DedupeStore, deliveries: readonly Delivered[]): Promise<readonly string[]> => {
    const ended = new Map<string, string>();
    const webhooks = liveWebhooks({
      sdkAppId,
      token: false,
      dedupe: { store },
      handlers: {
        [member]: (_event, { query }) => {
          const { fails, isSlow } = deliveries[Number(query.get('number'))] ?? {};
          const end = () => {
            if (fails) throw new Error('The handler fails.');
          };
          return isSlow ? new Promise((resolve) => setImmediate(resolve)).then(end) : end();
        },
      },
      onOutcome: ({ type, delivery, failure }) => {
        // A refused one does not say which it is.
        ended.set(delivery?.query.get('number') ?? `refused-${ended.size}`, delivery ? type : (failure?.type ?? type));
      },
    });
    for (const [number, delivery] of deliveries.entries()) {
      const { query, body } = signedRequest({
        sdkAppId,
        command: member,
        body: { ...event, EventTime: delivery.event },
      });
      const imitation = { method: 'POST', url: `${path}${query}&number=${number}`, rawBody: Buffer.from(body) };
      webhooks(imitation as never, { headersSent: false, writeHead() {}, end() {} } as never);
      if (delivery.waitsForOthers) await webhooks.drain();
    }
    await webhooks.drain();
    return [...ended].map((one) => one.join(' '));
  };

  const delivered = (waitsForOthers: fc.Arbitrary<boolean>) =>
    fc.record({ event: fc.integer({ min: 1, max: 2 }), fails: fc.boolean(), isSlow: fc.boolean(), waitsForOthers });

  it('leads to the same outcomes as one that gives promises, for one delivery after the other', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(delivered(fc.constant(true)), { maxLength: 8 }), async (deliveries) => {
        const outcomes = await outcomesWith(smallStore(), deliveries);
        for (const outcome of outcomes) seen.add(outcome.replace(/^\S+ /, ''));
        expect(outcomes).toEqual(await outcomesWith(inPromises(smallStore()), deliveries));
      }),
    );
    expect([...seen].toSorted()).toEqual(['duplicate', 'failed', 'handled']);
  });

  it('lets no event through twice, however deliveries overlap', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(delivered(fc.boolean()), { maxLength: 8 }), async (deliveries) => {
        for (const store of [smallStore(), inPromises(smallStore())]) {
          const outcomes = await outcomesWith(store, deliveries);
          const handled = outcomes.flatMap((outcome) => {
            const [number, type = ''] = outcome.split(' ');
            seen.add(type);
            return type === 'handled' ? [deliveries[Number(number)]?.event] : [];
          });
          expect(handled).toEqual([...new Set(handled)]);
          expect(outcomes).toHaveLength(deliveries.length);
        }
      }),
    );
    expect([...seen].toSorted()).toEqual(['duplicate', 'failed', 'handled', 'in-progress']);
  });

  it('is asked by a method that has replaced its own', async () => {
    const store = memoryStore();
    const { webhooks, outcomes } = deduplicating(() => {}, { dedupe: { store } });
    const begin = jest.spyOn(store, 'begin');
    const complete = jest.spyOn(store, 'complete');
    for (let times = 0; times < 2; times++) await post(webhooks, { command: member });
    expect([begin.mock.calls.length, complete.mock.calls.length]).toEqual([2, 1]);
    expect(types(outcomes)).toEqual(['handled', 'duplicate']);
  });
});

describe('a store that is not there', () => {
  let warning: jest.SpiedFunction<typeof process.emitWarning>;
  beforeEach(() => {
    warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
  });
  afterEach(() => warning.mockRestore());

  it.each<[string, DedupeStore['begin'], { readonly message: unknown; readonly cause?: unknown }]>([
    [
      'rejects',
      () => Promise.reject(new Error('down')),
      { message: 'The store failed.', cause: expect.objectContaining({ message: 'down' }) },
    ],
    [
      'throws',
      () => {
        throw new Error('down');
      },
      { message: 'The store failed.', cause: expect.objectContaining({ message: 'down' }) },
    ],
    ['rejects with nothing', () => Promise.reject(), { message: 'The store failed.' }],
    [
      'never answers',
      () => new Promise(() => {}),
      { message: expect.stringMatching(/^The store did not answer within (9\d|100) ms\.$/) },
    ],
    ['answers nonsense', async () => 'what?' as 'first', { message: 'The store answered no claim state.' }],
    ['answers no promise', (() => 'what?') as never, { message: 'The store answered no claim state.' }],
  ])('costs the protection, not the event, when it %s, and the outcome says so', async (_what, begin, storeError) => {
    const handler = jest.fn();
    const { webhooks, outcomes } = deduplicating(handler, { dedupe: { store: storeThat(begin) }, deadlineMs: 300 });
    expect((await post(webhooks, { command: member })).text).toBe(plainAck);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(outcomes).toMatchObject([{ type: 'handled', storeError }]);
    // A third of the deadline is the store's; the reply was in time.
    expect(outcomes[0]?.durationMs).toBeLessThan(250);
    await webhooks.drain();
  });

  it('delays no reply when it rejects at once', async () => {
    const { webhooks, outcomes } = deduplicating(() => {}, {
      dedupe: { store: storeThat(() => Promise.reject(new Error('down'))) },
    });
    await post(webhooks, { command: member });
    expect(outcomes[0]?.durationMs).toBeLessThan(300);
  });

  it('is a process warning, once for all deliveries, with the cause', async () => {
    const down = storeThat(() => Promise.reject(new Error('the Redis is down')));
    const { webhooks } = deduplicating(() => {}, { dedupe: { store: down } });
    for (let times = 0; times < 3; times++) await post(webhooks, { command: member });
    await webhooks.drain();
    expect(warning.mock.calls).toEqual([
      [
        'The deduplication store fails or is slow: duplicates may be handled again',
        { code: 'TENCENT_LIVE_WEBHOOKS_STORE', detail: expect.stringContaining('the Redis is down') },
      ],
    ]);
  });

  it('is a process warning, too, when it only cannot be told of what was handled', async () => {
    const { webhooks, outcomes } = deduplicating(() => {}, { dedupe: { store: storeThat(async () => 'first') } });
    for (let times = 0; times < 2; times++) await post(webhooks, { command: member });
    await webhooks.drain();
    expect(warning).toHaveBeenCalledTimes(1);
    expect(outcomes[0]).not.toHaveProperty('storeError');
  });

  it.each(['at once', 'later'])('is no warning where it answers %s', async (when) => {
    const store = memoryStore();
    const asynchronous: DedupeStore = {
      begin: async (...given) => store.begin(...given),
      complete: async (...given) => store.complete(...given),
      abandon: async (...given) => store.abandon(...given),
    };
    const { webhooks, outcomes } = deduplicating(() => {}, {
      dedupe: { store: when === 'later' ? asynchronous : store },
    });
    for (let times = 0; times < 2; times++) await post(webhooks, { command: member });
    await webhooks.drain();
    expect(types(outcomes)).toEqual(['handled', 'duplicate']);
    expect(warning).not.toHaveBeenCalled();
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
    expect(warning).toHaveBeenCalledWith(
      expect.stringContaining('is slow'),
      expect.objectContaining({ detail: expect.stringContaining('The store did not answer within 60 ms.') }),
    );
  });

  it('delays no reply when it is slow to be told of what was handled', async () => {
    const told: number[] = [];
    const complete = async () => {
      await sleep(80);
      told.push(performance.now());
      throw new Error('down');
    };
    const { webhooks, outcomes } = deduplicating(() => {}, {
      dedupe: { store: { ...storeThat(async () => 'first'), complete } },
    });
    await post(webhooks, { command: member });
    expect(told).toEqual([]);
    expect(outcomes[0]?.durationMs).toBeLessThan(70);
    await webhooks.drain();
    expect(told).toHaveLength(1);
  });

  it('keeps no process alive by the time that it was given', async () => {
    const timeouts = () => process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length;
    const store = storeThat(() => Promise.reject(new Error('down')));
    const { webhooks, outcomes } = deduplicating(() => {}, { dedupe: { store }, deadlineMs: 1900 });
    const earlier = timeouts();
    const { query, body } = signedRequest({ sdkAppId, command: member });
    // Objects instead of a connection, which would have timers of its own.
    const imitation = { method: 'POST', url: path + query, body } as unknown as IncomingMessage;
    webhooks(imitation, { writeHead: () => {}, end: () => {} } as unknown as ServerResponse);
    await webhooks.drain();
    expect(outcomes).toMatchObject([{ type: 'handled', storeError: expect.any(Error) }]);
    expect(timeouts()).toBe(earlier);
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
    [null, /^dedupe must be \{ store, ttlMs\? \}, not null/],
    [[], /^dedupe must be/],
    [{}, /^dedupe\.store must be .*, not undefined/],
    [{ store: {} }, /^dedupe\.store must be .*, not an object/],
    [{ store: memoryStore }, /^dedupe\.store must be .*, not a function/],
    [{ store: { begin: async () => 'first' } }, /^dedupe\.store must be/],
    [{ store: { ...memoryStore(), abandon: 7 } }, /^dedupe\.store must be/],
    [{ store: { ...memoryStore(), complete: undefined } }, /^dedupe\.store must be/],
    [{ store: memoryStore(), ttlMs: 1e21 }, /^dedupe\.ttlMs must be a positive number/],
    [{ store: memoryStore(), ttlMs: 0 }, /^dedupe\.ttlMs must be a positive number/],
    [{ store: memoryStore(), ttl: 5 }, /Did you mean 'ttlMs'/],
  ])('when dedupe is %p', (dedupe, sentence) => {
    expect(() => receiver({ dedupe } as unknown as Partial<LiveWebhooksOptions>)).toThrow(sentence);
  });

  it('but not for a function that has the methods', () => {
    const store = Object.assign(() => {}, memoryStore());
    expect(() => receiver({ dedupe: { store } })).not.toThrow();
  });

  it('when there is an inbox too', () => {
    expect(() => receiver({ dedupe: { store: memoryStore() }, inbox: { put: async () => {} } })).toThrow(/go together/);
  });
});
