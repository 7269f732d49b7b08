import type { RoomQuery } from './query';
import { coinsPerMinute, durationMs, isLive, stateOf, timeOf, timesOf, type Room, type RoomTimes } from './room';

/** The rooms that the board shows, in the memory of this process. */
export interface RoomList {
  /** Takes over rows that have changed. */
  apply(rooms: readonly Room[]): void;
  get(roomId: string): Room | undefined;
  /** The ids of all rooms that match, in order. */
  find(query: Omit<RoomQuery, 'page' | 'size'>): readonly string[];
  /** How many rooms are live, and how many members are online in them. */
  totals(): { readonly rooms: number; readonly online: number };
}

/** A room, and its times as numbers: a search needs those of all rooms, and would take most of its time to parse them. */
interface Listed {
  readonly room: Room;
  readonly times: RoomTimes;
}

/** A room that has ended stays on the board for so long. */
const endedForMs = 3_600_000;
/** An order is computed at most so often, however many viewers ask for it. */
const orderKeptMs = 1000;
const mostOrders = 100;

export const createRoomList = (now: () => number = Date.now): RoomList => {
  const rooms = new Map<string, Listed>();
  let totals = { rooms: 0, online: 0 };
  const orders = new Map<string, { readonly at: number; readonly ids: readonly string[] }>();

  const isOver = ({ times }: Listed, at: number): boolean => !isLive(times) && times.endedAt < at - endedForMs;

  /** Adds a room to the totals, or takes it from them. */
  const count = ({ room, times }: Listed, by: 1 | -1): void => {
    if (!isLive(times)) return;
    totals = { rooms: totals.rooms + by, online: totals.online + by * room.online };
  };

  const search = ({ sort, state, search: text, room }: Omit<RoomQuery, 'page' | 'size'>): readonly string[] => {
    const at = now();
    for (const [roomId, listed] of rooms) if (isOver(listed, at)) rooms.delete(roomId);
    const candidates = room === undefined ? [...rooms.values()] : [rooms.get(room)].filter((found) => !!found);
    return candidates
      .filter(({ times }) => room !== undefined || state === 'all' || matchesState(times, state, at))
      .filter((candidate) => text === '' || textOf(candidate.room).includes(text))
      .map((candidate) => ({ roomId: candidate.room.roomId, rank: ranks[sort](candidate.room, at) }))
      .toSorted((a, b) => compare(a.rank, b.rank) || compare(a.roomId, b.roomId))
      .map(({ roomId }) => roomId);
  };

  return {
    apply: (changed) => {
      const at = now();
      for (const room of changed) {
        const listed = { room, times: timesOf(room) };
        const before = rooms.get(room.roomId);
        // Figures may be a second old in an order; which rooms there are may not.
        if (isOther(listed, before)) orders.clear();
        if (before) count(before, -1);
        if (isOver(listed, at)) {
          rooms.delete(room.roomId);
        } else {
          rooms.set(room.roomId, listed);
          count(listed, 1);
        }
      }
    },
    get: (roomId) => rooms.get(roomId)?.room,
    find: (query) => {
      const { sort, state, room } = query;
      const key = JSON.stringify([sort, state, query.search, room]);
      const known = orders.get(key);
      if (known && now() - known.at < orderKeptMs) return known.ids;
      if (orders.size >= mostOrders) orders.clear();
      const ids = search(query);
      orders.set(key, { at: now(), ids });
      return ids;
    },
    totals: () => totals,
  };
};

/** Whether it may match other searches than before. */
const isOther = ({ room, times }: Listed, before: Listed | undefined): boolean =>
  before === undefined || textOf(room) !== textOf(before.room) || isLive(times) !== isLive(before.times);

/** A quiet room counts as live too: it may be. */
const matchesState = (times: RoomTimes, state: RoomQuery['state'], at: number): boolean => {
  const actual = stateOf(times, at);
  return actual === state || (state === 'live' && actual === 'quiet');
};

const textOf = ({ roomId, name, owner }: Room): string => `${roomId}\n${name ?? ''}\n${owner ?? ''}`.toLowerCase();

/** The lowest rank comes first. */
const ranks: { readonly [Sort in RoomQuery['sort']]: (room: Room, at: number) => number | string } = {
  viewers: ({ online }) => -online,
  coins: (room, at) => -coinsPerMinute(room, at),
  duration: (room, at) => -durationMs(room, at),
  'last-event': ({ lastEventAt }) => -timeOf(lastEventAt),
  name: ({ name, roomId }) => (name ?? roomId).toLowerCase(),
};

const compare = (a: number | string, b: number | string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};
