import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../store/database';
import type { Room } from './room';
import { createRoomList, type RoomList } from './room-list';

/** What is stored, as far as the board shows it: kept in memory, brought up to date by reading only what has changed. */
export interface Board {
  readonly rooms: RoomList;
  /** Totals that never fall, by name. */
  readonly counts: Readonly<Record<string, number>>;
  readonly eventsLastMinute: number;
  readonly lastEventAt: string | null;
  readonly lastDeliveryId: number;
  /** Grows with every change. */
  readonly revision: number;
  /** Something was stored. */
  markChanged(): void;
  /** Resolves once everything is read that was stored before the call. Rejects when the database does not answer. */
  refresh(): Promise<void>;
  /** Calls back after each change, with the ids of the rooms that changed. */
  onChange(listener: (roomIds: readonly string[]) => void): void;
}

interface Changes {
  readonly rooms: readonly Room[];
  readonly counts: Readonly<Record<string, number>>;
  readonly eventsLastMinute: number;
  readonly lastEventAt: string | null;
  readonly lastDeliveryId: number;
}

/** So many rooms are read at once: webhooks and their database have a turn after each part. */
const mostRooms = 200;

/** See `sql/read-board.sql`. */
const readBoard = 'select read_board($1::bigint, $2::int, $3::boolean)::text as changes';

/**
 * Milliseconds between two reads, however many viewers ask: 200 times what the last one took, so that about one webhook
 * in 200 waits for one; but two seconds at most, so that the board stays fresh.
 */
export const restMsAfter = (readMs: number): number => Math.min(2000, Math.max(250, 200 * readMs));

export const createBoard = (database: Database, restMs: (readMs: number) => number = restMsAfter): Board => {
  const rooms = createRoomList();
  const listeners: ((roomIds: readonly string[]) => void)[] = [];
  let changes: Omit<Changes, 'rooms'> = { counts: {}, eventsLastMinute: 0, lastEventAt: null, lastDeliveryId: 0 };
  const changedIds = new Set<string>();
  let version = 0;
  let revision = 0;
  let hasChanged = true;
  let restUntil = 0;
  let reading: Promise<void> | undefined;
  let isResting = false;
  let next: Promise<void> | undefined;

  const readPart = async (isFirst: boolean): Promise<readonly Room[]> => {
    const [row] = await database.query<{ readonly changes: string }>(readBoard, [version, mostRooms, isFirst]);
    if (!row) throw new Error('The board is a query of exactly one row.');
    const { rooms: part, ...others } = JSON.parse(row.changes) as Changes;
    changes = others;
    rooms.apply(part);
    for (const { roomId } of part) changedIds.add(roomId);
    return part;
  };

  const read = async (): Promise<void> => {
    const wait = restUntil - performance.now();
    isResting = true;
    if (wait > 0) await sleep(wait);
    isResting = false;
    hasChanged = false;
    const beganAt = performance.now();
    try {
      const isFirst = version === 0;
      // A room that changes meanwhile gets a greater version, so it is not missed, only read twice.
      for (;;) {
        const part = await readPart(isFirst);
        for (const room of part) version = Math.max(version, room.version);
        if (part.length < mostRooms) break;
      }
    } catch (error) {
      hasChanged = true;
      throw error;
    } finally {
      const now = performance.now();
      restUntil = now + restMs(now - beganAt);
    }
    revision += 1;
    const roomIds = [...changedIds];
    changedIds.clear();
    for (const listener of listeners) listener(roomIds);
  };

  const start = (): Promise<void> => {
    reading = read().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  return {
    rooms,
    get counts() {
      return changes.counts;
    },
    get eventsLastMinute() {
      return changes.eventsLastMinute;
    },
    get lastEventAt() {
      return changes.lastEventAt;
    },
    get lastDeliveryId() {
      return changes.lastDeliveryId;
    },
    get revision() {
      return revision;
    },
    markChanged: () => {
      hasChanged = true;
    },
    refresh: () => {
      if (!hasChanged) return reading ?? Promise.resolve();
      if (!reading) return start();
      if (isResting) return reading;
      // The read that is in progress may have begun before the change, so another one follows it, for all who wait.
      next ??= reading
        .catch(() => {})
        .then(() => {
          next = undefined;
          return reading ?? start();
        });
      return next;
    },
    onChange: (listener) => void listeners.push(listener),
  };
};
