/** What a viewer wants to see of the rooms. */
export interface RoomQuery {
  readonly sort: (typeof sorts)[number];
  readonly state: (typeof states)[number];
  /** Part of a room's id, name or owner, in any case. */
  readonly search: string;
  /** From 1. */
  readonly page: number;
  readonly size: number;
  /** One room only. */
  readonly room: string | undefined;
}

export const sorts = ['viewers', 'coins', 'duration', 'last-event', 'name'] as const;
export const states = ['live', 'quiet', 'ended', 'all'] as const;
const sizes = [25, 50, 100] as const;
const longestSearch = 100;

/** Reads a query string. Whatever it does not understand is as if it were not there. */
export const readQuery = (parameters: URLSearchParams): RoomQuery => ({
  sort: sorts.find((sort) => sort === parameters.get('sort')) ?? 'viewers',
  state: states.find((state) => state === parameters.get('state')) ?? 'live',
  search: (parameters.get('search') ?? '').slice(0, longestSearch).toLowerCase(),
  page: Math.min(Math.max(1, Math.floor(Number(parameters.get('page'))) || 1), 10_000),
  size: sizes.find((size) => size === Number(parameters.get('size'))) ?? 25,
  room: parameters.get('room') ?? undefined,
});
