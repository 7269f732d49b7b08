import { setTimeout as sleep } from 'node:timers/promises';
import * as t from 'io-ts';
import { after, type Delivery, type Handlers } from '../../lib';
import { createProcessor, permanent, isPermanent, type InboxOutcome, type ProcessorOptions } from '../../lib/inbox';
import type { AnyInboxOutcome } from '../../lib/inbox/outcome';
import { keeping, recordOf } from '../support/inbox';
import { post, receiver } from '../support/receiver';

const member = 'Live.CallbackAfterMemberStateChanged';
const seats = 'Mic.CallbackAfterSeatInfoChanged';

/** A processor that keeps its outcomes. */
const processing = (handlers: Handlers, options: ProcessorOptions = {}) => {
  const outcomes: InboxOutcome[] = [];
  const process = createProcessor(handlers, { ...options, onOutcome: (outcome) => void outcomes.push(outcome) });
  return { process, outcomes };
};

describe('a processor', () => {
  it('gives the handler the same event and delivery as the web process would, and the attempt', async () => {
    const seen: [unknown, Delivery][] = [];
    const handlers: Handlers = { [seats]: (event, delivery) => void seen.push([event, delivery]) };
    const { inbox, records } = keeping();
    const now = () => 1670574415000;
    for (const option of [{ handlers }, { inbox }]) {
      await post(receiver({ now, ...option }).webhooks, { command: seats });
    }
    const { process, outcomes } = processing(handlers);
    await process(records[0], 3);

    const [[direct, delivery], [queued, redelivery]] = seen as [[unknown, Delivery], [unknown, Delivery]];
    expect(queued).toEqual(direct);
    const { attempt, recordId, ...rest } = delivery;
    const { attempt: third, recordId: kept, ...same } = redelivery;
    expect(same).toEqual(rest);
    expect([attempt, third]).toEqual([1, 3]);
    expect([recordId, kept]).toEqual([undefined, delivery.eventId]);
    for (const computed of ['eventId', 'occurredAt', 'query'] as const) {
      expect(redelivery[computed]).toEqual(delivery[computed]);
    }
    expect(redelivery.signal.aborted).toBe(false);
    expect(outcomes).toMatchObject([
      { type: 'handled', command: seats, attempt: 3, event: direct, delivery: redelivery, rawBody: delivery.rawBody },
    ]);
  });

  it('keeps the event id that the web process computed, and the record id of an event without one', async () => {
    const seen: Delivery[] = [];
    const { process } = processing({ [member]: (_event, delivery) => void seen.push(delivery) });
    const record = await recordOf(member);
    await process({ ...record, eventId: 'of another release' }, 1);
    await process({ ...record, eventId: undefined, recordId: 'random' }, 1);
    expect(seen.map(({ eventId, recordId }) => [eventId, recordId])).toEqual([
      ['of another release', record.recordId],
      [undefined, 'random'],
    ]);
  });

  it('fails with the error that its handler threw, and reports the attempt', async () => {
    const error = new RangeError('no');
    const { process, outcomes } = processing({ [member]: () => Promise.reject(error) });
    await expect(process(await recordOf(member), 2)).rejects.toBe(error);
    expect(outcomes).toMatchObject([
      {
        type: 'failed',
        command: member,
        attempt: 2,
        rawBody: expect.any(Buffer),
        event: { EventType: 'Online' },
        failure: { type: 'handler-failed', isPermanent: false, cause: error },
      },
    ]);
  });

  it('fails with an error also when its handler threw something else', async () => {
    const { process, outcomes } = processing({
      [member]: () => {
        // oxlint-disable-next-line typescript/only-throw-error, no-throw-literal -- users' code may throw anything
        throw 'a word';
      },
    });
    await expect(process(await recordOf(member), 1)).rejects.toMatchObject({
      message: expect.stringContaining(`The handler of "${member}" failed.`),
      cause: 'a word',
    });
    expect(outcomes[0]?.failure?.cause).toBe('a word');
  });

  it('says of a permanent error that it must not be retried, and of no other', async () => {
    const cause = new Error('the account is deleted');
    const { process, outcomes } = processing({ [member]: () => Promise.reject(permanent(cause)) });
    const error: unknown = await process(await recordOf(member), 1).catch((thrown: unknown) => thrown);
    expect([isPermanent(error), isPermanent(cause), isPermanent('word')]).toEqual([true, false, false]);
    expect(error).toMatchObject({ message: 'the account is deleted', cause });
    expect(outcomes).toMatchObject([{ type: 'failed', failure: { isPermanent: true } }]);
  });

  it.each<[unknown, string]>([
    ['a word', 'a word'],
    [{ code: 7 }, '{ code: 7 }'],
  ])('takes %j for a permanent error as well', (thrown, message) => {
    expect(permanent(thrown)).toMatchObject({ message, cause: thrown, name: 'PermanentError' });
  });

  it.each<[string, Handlers, object, RegExp]>([
    [
      'no-handler',
      {},
      {},
      /no handler for "Live\.CallbackAfterMemberStateChanged"\. Deploy one that has, or set ignore:/,
    ],
    ['bad-record', {}, { version: undefined }, /holds no event here: it has no version\. If Redis evicts keys/],
    ['bad-record', {}, { version: '2' }, /it has no version/],
    ['bad-record', {}, { version: 2 }, /its version is 2, which a later release has written/],
    ['bad-record', {}, { recordId: 7 }, /its recordId is missing or of another type/],
    ['bad-record', {}, { query: 7 }, /its query is missing or of another type/],
    ['bad-record', {}, { receivedAt: 'noon' }, /its receivedAt is no time/],
    ['bad-record', {}, { rawBody: '{' }, /its body is not JSON/],
    [
      'bad-payload',
      { [member]: () => {} },
      { rawBody: '{}' },
      /does not decode here\. In the body, .*Give the worker the same/,
    ],
  ])('fails with %s, never completes what it cannot handle', async (type, handlers, change, message) => {
    const { process, outcomes } = processing(handlers);
    await expect(process({ ...(await recordOf(member)), ...change }, 1)).rejects.toThrow(message);
    expect(outcomes).toMatchObject([{ type: 'failed', attempt: 1, failure: { type, isPermanent: false } }]);
    expect(outcomes[0]?.failure?.message).toMatch(message);
  });

  it.each([{}, undefined, null, [], 'text'])(
    'fails on %j in place of a record, as an evicted job has it',
    async (data) => {
      const { process, outcomes } = processing({});
      await expect(process(data, 1)).rejects.toThrow(/maxmemory-policy noeviction/);
      expect(outcomes).toMatchObject([{ type: 'failed', command: undefined, failure: { type: 'bad-record' } }]);
      expect(outcomes[0]).not.toHaveProperty('delivery');
    },
  );

  it('fails on a command that it does not know, and names it in the error but in no label', async () => {
    const { process, outcomes } = processing({});
    const record = await recordOf('Live.CallbackAfterTomorrow', { RoomId: 'r' });
    await expect(process(record, 1)).rejects.toThrow(
      /knows no command "Live\.CallbackAfterTomorrow"\. Deploy a version that does/,
    );
    expect(outcomes).toMatchObject([
      {
        type: 'failed',
        command: undefined,
        failure: { type: 'unknown-command', isPermanent: false },
        delivery: { command: 'Live.CallbackAfterTomorrow' },
      },
    ]);
  });

  it.each([
    [member, member],
    ['Live.CallbackAfterTomorrow', undefined],
  ])('names the command of a body that is not JSON only where it knows it: %s', async (command, label) => {
    const { process, outcomes } = processing({});
    await expect(process({ ...(await recordOf(member)), command, rawBody: '{' }, 1)).rejects.toThrow(/not JSON/);
    expect(outcomes.map((outcome) => outcome.command)).toEqual([label]);
    expect(outcomes[0]).toHaveProperty('command');
  });

  it('measures how long its handler took', async () => {
    const { process, outcomes } = processing({ [member]: () => sleep(20) });
    const record = await recordOf(member);
    const start = performance.now();
    await process(record, 1);
    // Timers may fire a millisecond early.
    expect(outcomes[0]?.durationMs).toBeGreaterThanOrEqual(19);
    expect(outcomes[0]?.durationMs).toBeLessThanOrEqual(performance.now() - start);
  });

  it('completes what `ignore` names, known or not', async () => {
    const { process, outcomes } = processing({}, { ignore: [member, 'Live.CallbackAfterTomorrow'] });
    await process(await recordOf(member), 1);
    await process(await recordOf('Live.CallbackAfterTomorrow', {}), 1);
    expect(outcomes).toMatchObject([
      { type: 'ignored', command: member, rawBody: expect.any(Buffer) },
      { type: 'ignored', command: undefined },
    ]);
    await expect(process(await recordOf(seats), 1)).rejects.toThrow(/no handler/);
  });

  it('fails in time when its handler does not, aborts its signal, and reports it once more when it settles', async () => {
    let signal: AbortSignal | undefined;
    let finish: ((error: Error) => void) | undefined;
    const { process, outcomes } = processing(
      {
        [member]: (_event, delivery) => {
          signal = delivery.signal;
          return new Promise<void>((_resolve, reject) => (finish = reject));
        },
      },
      { timeoutMs: 30 },
    );
    await expect(process(await recordOf(member), 1)).rejects.toThrow(
      /did not finish within 30 ms\. Give delivery\.signal/,
    );
    expect(signal?.reason).toMatchObject({ name: 'TimeoutError' });
    expect(outcomes).toMatchObject([{ type: 'failed', failure: { type: 'handler-late', isPermanent: false } }]);

    finish?.(new Error('aborted'));
    await sleep(1);
    expect(outcomes.slice(1)).toMatchObject([{ type: 'late', attempt: 1, failure: { type: 'handler-failed' } }]);
  });

  it('reports a late success as late, without a failure', async () => {
    const { process, outcomes } = processing({ [member]: () => sleep(40) }, { timeoutMs: 10 });
    await expect(process(await recordOf(member), 1)).rejects.toThrow(/did not finish within 10 ms/);
    await sleep(60);
    expect(outcomes.map(({ type, failure }) => [type, failure?.type])).toEqual([
      ['failed', 'handler-late'],
      ['late', undefined],
    ]);
  });

  it('leaves the signal of a handler that was in time alone', async () => {
    let signal: AbortSignal | undefined;
    const { process } = processing(
      { [member]: (_event, delivery) => void (signal = delivery.signal) },
      { timeoutMs: 10 },
    );
    await process(await recordOf(member), 1);
    await sleep(30);
    expect(signal?.aborted).toBe(false);
  });

  it('ends when the queue wants it to, before or while the handler runs', async () => {
    const reason = new Error('the worker stops');
    const handler = jest.fn(() => sleep(1000));
    const { process, outcomes } = processing({ [member]: handler });
    const record = await recordOf(member);
    await expect(process(record, 1, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(handler).not.toHaveBeenCalled();

    const controller = new AbortController();
    const attempt = process(record, 1, controller.signal);
    setTimeout(() => controller.abort(reason), 5);
    await expect(attempt).rejects.toBe(reason);
    expect(handler.mock.calls).toHaveLength(1);
    expect(outcomes.map(({ failure }) => failure?.cause)).toEqual([reason, reason]);
  });

  it('warns of nothing where there is no onOutcome', async () => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    await createProcessor({ [member]: () => {} })(await recordOf(member), 1);
    await sleep(1);
    expect(warning).not.toHaveBeenCalled();
    warning.mockRestore();
  });

  it('is not affected by what onOutcome does, and emits one warning about it', async () => {
    const warning = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const onOutcome = () => Promise.reject(new Error('metrics are away'));
    const run = createProcessor({ [member]: () => {} }, { onOutcome });
    for (let times = 0; times < 2; times++) await run(await recordOf(member), 1);
    await sleep(1);
    expect(warning.mock.calls).toEqual([
      [
        expect.stringMatching(/^onOutcome failed/),
        expect.objectContaining({ code: 'TENCENT_LIVE_WEBHOOKS_ON_OUTCOME' }),
      ],
    ]);
    warning.mockRestore();
  });

  it('does not wait for onOutcome', async () => {
    const onOutcome = jest.fn(() => new Promise(() => {}));
    await createProcessor({ [member]: () => {} }, { onOutcome })(await recordOf(member), 1);
    const failing = createProcessor({ [member]: () => Promise.reject(new Error('no')) }, { onOutcome });
    await expect(failing(await recordOf(member), 1)).rejects.toThrow('no');
    expect(onOutcome).toHaveBeenCalledTimes(2);
  });

  it.each<[unknown, unknown, RegExp]>([
    [undefined, {}, /^handlers must be an object of functions by command, not undefined/],
    [{ 'Live.Nope': () => {} }, {}, /no command 'Live\.Nope'/],
    [{}, null, /^The options of a processor must be an object/],
    [{}, { timeout: 7 }, /^A processor has no option 'timeout'\. Did you mean 'timeoutMs'\?/],
    [{}, { timeoutMs: 0 }, /^timeoutMs must be a number of milliseconds above 0, not 0/],
    [{}, { timeoutMs: 2 ** 31 }, /^timeoutMs must be/],
    [{}, { timeoutMs: '30' }, /^timeoutMs must be .* not '30'/],
    [{}, { ignore: member }, /^ignore must be an array of command names, not a string/],
    [{}, { ignore: [7] }, /^ignore must be/],
    [{}, { ignore: [member, 7] }, /^ignore must be/],
    [{}, { ignore: [''] }, /^ignore must be/],
    [{}, { ignore: null }, /^ignore must be .* not null/],
    [{ [member]: () => {} }, { ignore: [member] }, /is in ignore and has a handler/],
    [{}, { orderedBy: 'user' }, /^orderedBy must be 'room' or left out, not 'user'/],
    [{}, { onOutcome: 7 }, /^onOutcome must be a function, not 7/],
    [{}, { commands: { x: 7 } }, /^commands\['x'\] must be made by after/],
  ])('refuses the handlers %p with the options %p', (handlers, options, message) => {
    expect(() => createProcessor(handlers as Handlers, options as ProcessorOptions)).toThrow(message);
  });

  it('gives a handler as long as a timer can, if it is told to', async () => {
    const { process, outcomes } = processing({ [member]: () => sleep(5) }, { timeoutMs: 2 ** 31 - 1 });
    await process(await recordOf(member), 1);
    expect(outcomes).toMatchObject([{ type: 'handled' }]);
  });

  describe('with an asynchronous schema', () => {
    const outcomes: AnyInboxOutcome[] = [];
    const ownWith = async (validate: () => Promise<{ readonly value: unknown }>, timeoutMs: number) => {
      outcomes.length = 0;
      const schema = { '~standard': { version: 1, vendor: 'own', validate } } as const;
      const commands = { 'Own.After': after(schema) };
      const onOutcome = (outcome: AnyInboxOutcome) => void outcomes.push(outcome);
      const run = createProcessor({ 'Own.After': () => {} }, { commands, timeoutMs, onOutcome });
      const record = { ...(await recordOf(member)), command: 'Own.After' };
      return () => run(record, 1);
    };

    it('fails in time when that never comes to an end', async () => {
      const run = await ownWith(() => new Promise<never>(() => {}), 20);
      await expect(run()).rejects.toThrow('The schema did not finish within 20 ms.');
      expect(outcomes).toMatchObject([
        { type: 'failed', failure: { type: 'internal-error', isPermanent: false, cause: expect.any(Error) } },
      ]);
      expect(outcomes[0]?.failure).not.toHaveProperty('issues');
    });

    it('leaves no timer behind', async () => {
      const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
      const run = await ownWith(async () => ({ value: {} }), 60_000);
      const before = timers();
      await run();
      expect(timers()).toBeLessThanOrEqual(before);
    });
  });

  it('decodes with your own commands, and fails where theirs do not fit', async () => {
    const commands = { [member]: after(t.type({ Other: t.string }), { replacesBuiltIn: true }) };
    const run = createProcessor({ [member]: () => {} }, { commands });
    await expect(run(await recordOf(member), 1)).rejects.toThrow(/In the body, Other should be string/);
  });

  it('lists each field that is wrong', async () => {
    const { process, outcomes } = processing({ [member]: () => {} });
    await expect(process({ ...(await recordOf(member)), rawBody: '{"RoomId":{}}' }, 1)).rejects.toThrow(/In the body/);
    expect(outcomes[0]?.failure?.issues).toContainEqual({ path: 'RoomId', expected: 'string or integer' });
    expect(outcomes[0]?.failure).not.toHaveProperty('cause');
  });
});

describe("orderedBy: 'room'", () => {
  /** When each event begins and ends, with handlers that take longer the earlier they begin. */
  const order = async (options: ProcessorOptions, rooms: readonly (string | undefined)[]): Promise<string[]> => {
    const log: string[] = [];
    const { process } = processing(
      {
        [member]: async (_event, { recordId }) => {
          log.push(`${recordId} begins`);
          await sleep(recordId === 'a' ? 30 : 1);
          log.push(`${recordId} ends`);
          if (recordId === 'a') throw new Error('fails');
        },
      },
      options,
    );
    const record = await recordOf(member);
    const ids = ['a', 'b', 'c'];
    await Promise.allSettled(ids.map((recordId, at) => process({ ...record, recordId, roomId: rooms[at] }, 1)));
    return log;
  };

  it('handles the events of one room one after the other, also after a failure', async () => {
    expect(await order({ orderedBy: 'room' }, ['1', '1', '1'])).toEqual(
      ['a', 'b', 'c'].flatMap((id) => [`${id} begins`, `${id} ends`]),
    );
  });

  it.each<[string, ProcessorOptions, (string | undefined)[]]>([
    ['of other rooms', { orderedBy: 'room' }, ['1', '2', '3']],
    ['of no room', { orderedBy: 'room' }, [undefined, undefined, undefined]],
    ['without it', {}, ['1', '1', '1']],
  ])('lets the events %s overtake', async (_which, options, rooms) => {
    expect((await order(options, rooms)).at(-1)).toBe('a ends');
  });
});
