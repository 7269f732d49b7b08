/** A room as the board shows it in a row. Times are ISO texts. */
export interface Room {
  readonly roomId: string;
  readonly name: string | null;
  readonly owner: string | null;
  readonly seats: readonly { readonly account: string | null }[] | null;
  readonly battle: { readonly against: readonly string[]; readonly until: number | null } | null;
  readonly liveAt: string | null;
  readonly endedAt: string | null;
  readonly openedAt: string | null;
  readonly lastEventAt: string;
  readonly online: number;
  readonly giftsAllowed: number;
  readonly giftsDenied: number;
  readonly coins: number;
  readonly coinsMinute: string | null;
  readonly coinsThis: number;
  readonly coinsLast: number;
  readonly version: number;
}

export type RoomState = 'live' | 'quiet' | 'ended';

/** Without any sign of life for so long, the end of the room may have been missed. */
const quietAfterMs = 120_000;

const minuteMs = 60_000;

/** When a room last showed a sign of life, and when it ended: milliseconds of the epoch, or -Infinity. */
export interface RoomTimes {
  readonly liveAt: number;
  readonly endedAt: number;
}

export const timesOf = ({ liveAt, endedAt }: Room): RoomTimes => ({ liveAt: timeOf(liveAt), endedAt: timeOf(endedAt) });

export const isLive = ({ liveAt, endedAt }: RoomTimes): boolean => liveAt > endedAt;

export const stateOf = (times: RoomTimes, now: number): RoomState => {
  if (!isLive(times)) return 'ended';
  return times.liveAt < now - quietAfterMs ? 'quiet' : 'live';
};

/** The coins of the last 60 seconds, estimated from the present minute and the part of the last one that they cover. */
export const coinsPerMinute = ({ coinsMinute, coinsThis, coinsLast }: Room, now: number): number => {
  const elapsed = now - timeOf(coinsMinute);
  if (elapsed < minuteMs) return coinsThis + coinsLast * (1 - Math.max(0, elapsed) / minuteMs);
  return elapsed < 2 * minuteMs ? coinsThis * (2 - elapsed / minuteMs) : 0;
};

/** How long the room has been live, in milliseconds; 0 when its opening is not known. */
export const durationMs = ({ openedAt, endedAt }: Room, now: number): number =>
  timeOf(openedAt) > timeOf(endedAt) ? now - timeOf(openedAt) : 0;

export const timeOf = (time: string | null): number => (time === null ? Number.NEGATIVE_INFINITY : Date.parse(time));
