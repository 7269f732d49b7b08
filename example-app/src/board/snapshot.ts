import type { Board } from './board';
import type { Health, HealthMonitor } from './health';
import type { RoomQuery } from './query';
import type { Readiness } from './readiness';
import { coinsPerMinute, stateOf, timesOf, type Room, type RoomState } from './room';

/** A room as the page gets it. */
export interface RoomRow extends Omit<
  Room,
  'seats' | 'version' | 'coinsMinute' | 'coinsThis' | 'coinsLast' | 'liveAt'
> {
  readonly state: RoomState;
  readonly coinsPerMinute: number;
  /** How many seats are taken, and how many there are; null when no event has said so. */
  readonly seats: readonly [number, number] | null;
}

/** What is not about a single room. */
export interface Overview {
  /** The time here, by which the page works out how long ago something was. */
  readonly at: string;
  readonly totals: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly health: Health & { readonly readiness: Readiness | null };
  readonly lastEventAt: string | null;
  readonly lastDeliveryId: number;
}

export const rowOf = (room: Room, now: number): RoomRow => {
  const {
    seats,
    version: _version,
    coinsMinute: _minute,
    coinsThis: _this,
    coinsLast: _last,
    liveAt: _live,
    ...others
  } = room;
  return {
    ...others,
    name: others.name?.slice(0, 100) ?? null,
    state: stateOf(timesOf(room), now),
    coinsPerMinute: Math.round(coinsPerMinute(room, now)),
    seats: seats && [seats.filter(({ account }) => account !== null).length, seats.length],
  };
};

export const overviewOf = (board: Board, health: HealthMonitor, readiness: Readiness | null): Overview => {
  const { rooms, online } = board.rooms.totals();
  return {
    at: new Date().toISOString(),
    totals: { rooms, online, eventsLastMinute: board.eventsLastMinute },
    counts: board.counts,
    health: { ...health.read(), readiness },
    lastEventAt: board.lastEventAt,
    lastDeliveryId: board.lastDeliveryId,
  };
};

/** The rooms of one page: their ids in order, and how many match in all. */
export const pageOf = (
  board: Board,
  query: RoomQuery,
): { readonly ids: readonly string[]; readonly matching: number } => {
  const found = board.rooms.find(query);
  const from = (query.page - 1) * query.size;
  return { ids: found.slice(from, from + query.size), matching: found.length };
};
