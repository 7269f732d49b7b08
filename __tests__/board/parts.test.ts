import { readQuery } from '../../example-app/src/board/query';
import { createHealthMonitor } from '../../example-app/src/board/health';
import { coinsPerMinute, durationMs, stateOf, timesOf, type Room } from '../../example-app/src/board/room';
import { occurredAtOf } from '../../example-app/src/store/occurred-at';
import { projectionOf } from '../../example-app/src/store/projections';
import { storable } from '../../example-app/src/store/storable';
import { createTurns } from '../../example-app/src/board/turns';
import { createSampler } from '../../example-app/src/webhooks/sampler';
import type { Outcome } from '../../lib';

describe('a sampler', () => {
  it('takes the first few of each kind in a minute', () => {
    let now = 0;
    const sampler = createSampler(2, () => now);
    const taken = ['a', 'a', 'a', 'b'].map((kind) => sampler.take(kind));
    expect(taken).toEqual([true, true, false, true]);
    now = 59_999;
    expect(sampler.take('a')).toBe(false);
    now = 60_000;
    expect(sampler.take('a')).toBe(true);
  });
});

describe('turns', () => {
  it('are apart, and come at once after a pause', () => {
    let now = 100;
    const waitMs = createTurns(2, () => now);
    expect([waitMs(), waitMs(), waitMs()]).toEqual([0, 2, 4]);
    now = 103;
    expect(waitMs()).toBe(3);
    now = 200;
    expect([waitMs(), waitMs()]).toEqual([0, 2]);
  });
});

describe('when an event counts as having happened', () => {
  const receivedAt = new Date('2026-11-24T12:00:00Z');
  const after = (ms: number): Date => new Date(receivedAt.getTime() + ms);

  it.each([
    ['before it was received', after(-60_000), after(-60_000)],
    ["a little later, by Tencent's clock", after(5000), after(5000)],
    ['in the future', after(5001), receivedAt],
    ['in the year 275760', new Date(8_640_000_000_000_000), receivedAt],
    ['before 1970', new Date(-1), new Date(0)],
    ['at an unknown time', undefined, receivedAt],
  ])('%s', (_case, occurredAt, expected) => {
    expect(occurredAtOf({ occurredAt, receivedAt })).toEqual(expected);
  });
});

describe('the health of the last minute', () => {
  const outcome = (type: Outcome['type'], ms: number, failure?: string): Outcome =>
    ({ type, durationMs: ms, ...(failure && { failure: { type: failure } }) }) as Outcome;

  it('has no percentiles before the first delivery', () => {
    expect(createHealthMonitor().read()).toMatchObject({ replyP50Ms: null, replyP99Ms: null, deliveries: 0 });
  });

  it('has the median and the 99th percentile of replies, and counts what failed apart from what was refused', () => {
    let now = 1_000_000;
    const health = createHealthMonitor(() => now);
    for (let ms = 1; ms <= 100; ms++) health.observe(outcome('handled', ms));
    expect(health.read()).toMatchObject({ replyP50Ms: 50, replyP99Ms: 99, deliveries: 100 });
    health.observe(outcome('refused', 1, 'unsigned'));
    health.observe(outcome('failed', 1500, 'handler-late'));
    health.observe(outcome('late', 9000));
    health.addUnconfirmed();
    expect(health.read()).toMatchObject({ deliveries: 102, failures: 1, refused: 1, unconfirmed: 1 });
    now += 62_000;
    expect(health.read()).toMatchObject({ replyP50Ms: null, deliveries: 0, failures: 0, refused: 0, unconfirmed: 1 });
  });
});

describe('what a viewer asks for', () => {
  it('is the defaults where it makes no sense', () => {
    const nonsense = new URLSearchParams('sort=size&state=odd&page=-1&size=7');
    expect(readQuery(nonsense)).toEqual({
      sort: 'viewers',
      state: 'live',
      search: '',
      page: 1,
      size: 25,
      room: undefined,
    });
  });

  it('is bounded', () => {
    const huge = new URLSearchParams({ search: 'x'.repeat(5000), page: '1e12', size: '100' });
    expect(readQuery(huge)).toMatchObject({ search: 'x'.repeat(100), page: 10_000, size: 100 });
  });
});

describe('a room', () => {
  const at = Date.parse('2026-11-24T12:00:00Z');
  const ago = (seconds: number): string => new Date(at - seconds * 1000).toISOString();
  const room = (fields: Partial<Room>): Room => ({ liveAt: null, endedAt: null, openedAt: null, ...fields }) as Room;

  it('is live, quiet after two minutes without a sign of life, and ended by an end that is not older', () => {
    expect(stateOf(timesOf(room({ liveAt: ago(119) })), at)).toBe('live');
    expect(stateOf(timesOf(room({ liveAt: ago(121) })), at)).toBe('quiet');
    expect(stateOf(timesOf(room({ liveAt: ago(5), endedAt: ago(5) })), at)).toBe('ended');
    expect(stateOf(timesOf(room({ liveAt: ago(4), endedAt: ago(5) })), at)).toBe('live');
  });

  it('has the coins of the last 60 seconds, of which the minute before has its part', () => {
    const gifts = { coinsMinute: ago(15), coinsThis: 40, coinsLast: 100 };
    // 15 seconds of this minute, and 45 of the 60 seconds before it.
    expect(coinsPerMinute(room(gifts), at)).toBe(40 + 75);
    expect(coinsPerMinute(room({ ...gifts, coinsMinute: ago(90) }), at)).toBe(20);
    expect(coinsPerMinute(room({ ...gifts, coinsMinute: ago(120) }), at)).toBe(0);
    expect(coinsPerMinute(room({ coinsMinute: null, coinsThis: 0, coinsLast: 0 }), at)).toBe(0);
  });

  it('has a duration where its opening is known', () => {
    expect(durationMs(room({ openedAt: ago(60) }), at)).toBe(60_000);
    expect(durationMs(room({ openedAt: ago(60), endedAt: ago(30) }), at)).toBe(0);
    expect(durationMs(room({}), at)).toBe(0);
  });
});

describe('what is stored of a value', () => {
  it('is cut where it is long, and without what PostgreSQL cannot hold', () => {
    expect(storable({ texts: ['a\0b', 'x'.repeat(1000), '\ud800'], count: 1, none: null })).toEqual({
      texts: ['a\ufffdb', 'x'.repeat(300), '\ufffd'],
      count: 1,
      none: null,
    });
  });
});

it.each(['Some.Other', '__proto__', '__defineGetter__', 'constructor', 'toString'])(
  'an unknown command is shown as another one, also where it is called %s',
  (command) => {
    expect(projectionOf(command, {})).toEqual({ summary: { text: 'other' } });
  },
);
