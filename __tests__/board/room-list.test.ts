import { createCache } from '../../example-app/src/board/cache';
import type { Room } from '../../example-app/src/board/room';
import { createRoomList } from '../../example-app/src/board/room-list';

const at = Date.parse('2026-11-24T12:00:00Z');
const ago = (seconds: number): string => new Date(at - seconds * 1000).toISOString();

const room = (roomId: string, fields: Partial<Room> = {}): Room => ({
  roomId,
  name: null,
  owner: null,
  seats: null,
  battle: null,
  liveAt: ago(1),
  endedAt: null,
  openedAt: null,
  lastEventAt: ago(1),
  online: 0,
  giftsAllowed: 0,
  giftsDenied: 0,
  coins: 0,
  coinsMinute: null,
  coinsThis: 0,
  coinsLast: 0,
  version: 1,
  ...fields,
});

const everything = { sort: 'viewers', state: 'all', search: '', room: undefined } as const;

describe('the rooms in memory', () => {
  it('are counted as they change, end and come again', () => {
    const list = createRoomList(() => at);
    list.apply([room('a', { online: 3 }), room('b', { online: 4 })]);
    expect(list.totals()).toEqual({ rooms: 2, online: 7 });
    list.apply([room('a', { online: 1 })]);
    expect(list.totals()).toEqual({ rooms: 2, online: 5 });
    list.apply([room('b', { endedAt: ago(0) })]);
    expect(list.totals()).toEqual({ rooms: 1, online: 1 });
    // An end from long ago, reported late.
    list.apply([room('a', { liveAt: ago(9000), endedAt: ago(8000) })]);
    expect(list.totals()).toEqual({ rooms: 0, online: 0 });
    expect(list.get('a')).toBeUndefined();
    list.apply([room('a', { online: 2 })]);
    expect(list.totals()).toEqual({ rooms: 1, online: 2 });
  });

  it('are sorted in each way, and by their ids where they are equal', () => {
    const list = createRoomList(() => at);
    list.apply([
      room('c', { online: 1, name: 'Beta', lastEventAt: ago(3), openedAt: ago(30) }),
      room('a', { online: 1, name: 'alpha', lastEventAt: ago(9), openedAt: ago(90) }),
      room('b', { online: 5, lastEventAt: ago(1), coinsMinute: ago(1), coinsThis: 7 }),
    ]);
    const sorted = (sort: 'viewers' | 'coins' | 'duration' | 'last-event' | 'name') =>
      list.find({ ...everything, sort });
    expect(sorted('viewers')).toEqual(['b', 'a', 'c']);
    expect(sorted('coins')).toEqual(['b', 'a', 'c']);
    expect(sorted('duration')).toEqual(['a', 'c', 'b']);
    expect(sorted('last-event')).toEqual(['b', 'c', 'a']);
    expect(sorted('name')).toEqual(['a', 'b', 'c']);
  });

  it('are found by state: a quiet room may be live', () => {
    const list = createRoomList(() => at);
    list.apply([room('live'), room('quiet', { liveAt: ago(121) }), room('ended', { endedAt: ago(0) })]);
    const found = (state: 'live' | 'quiet' | 'ended' | 'all') => list.find({ ...everything, state });
    expect(found('live')).toEqual(['live', 'quiet']);
    expect(found('quiet')).toEqual(['quiet']);
    expect(found('ended')).toEqual(['ended']);
    expect(found('all')).toEqual(['ended', 'live', 'quiet']);
    expect(list.find({ ...everything, state: 'live', room: 'ended' })).toEqual(['ended']);
  });

  it('forget a room an hour after its end', () => {
    let now = at;
    const list = createRoomList(() => now);
    list.apply([room('a', { endedAt: ago(0) })]);
    now += 3_599_000;
    expect(list.find(everything)).toEqual(['a']);
    now += 2000;
    expect(list.find(everything)).toEqual([]);
    expect(list.get('a')).toBeUndefined();
  });

  it('keep an order for a second, but not when there is another room', () => {
    let now = at;
    const list = createRoomList(() => now);
    list.apply([room('a', { online: 1 }), room('b', { online: 2 })]);
    expect(list.find(everything)).toEqual(['b', 'a']);
    list.apply([room('a', { online: 3 })]);
    expect(list.find(everything)).toEqual(['b', 'a']);
    now += 1000;
    expect(list.find(everything)).toEqual(['a', 'b']);
    list.apply([room('c', { online: 9 })]);
    expect(list.find(everything)).toEqual(['c', 'a', 'b']);
  });
});

describe('a cache', () => {
  it('shares one read among all who ask in time, and does not keep a failed one', async () => {
    const cache = createCache<number>(60_000, 2);
    let reads = 0;
    const read = async (): Promise<number> => (reads += 1);
    expect(await Promise.all([cache('a', read), cache('a', read), cache('b', read)])).toEqual([1, 1, 2]);
    // With a third key, it is full and begins again.
    expect([await cache('c', read), await cache('a', read)]).toEqual([3, 4]);
    const fails = async (): Promise<number> => {
      throw new Error('away');
    };
    await expect(cache('d', fails)).rejects.toThrow('away');
    expect(await cache('d', read)).toBe(5);
    const short = createCache<number>(0, 2);
    expect([await short('a', read), await short('a', read)]).toEqual([6, 7]);
  });
});
