import { setTimeout as sleep } from 'node:timers/promises';
import { createBoard, restMsAfter } from '../../example-app/src/board/board';
import type { Database } from '../../example-app/src/store/database';

/** A database with one room, whose version is how often something was stored. Each read takes ten milliseconds. */
const countingDatabase = () => {
  const state = { reads: 0, version: 1 };
  const query = async (_sql: string, [since]: readonly unknown[]): Promise<readonly object[]> => {
    state.reads += 1;
    const { version } = state;
    await sleep(10);
    const rooms =
      version > Number(since) ? [{ roomId: 'a', liveAt: null, endedAt: null, online: version, version }] : [];
    const changes = { rooms, counts: { version }, eventsLastMinute: 0, lastEventAt: null, lastDeliveryId: 0 };
    return [{ changes: JSON.stringify(changes) }];
  };
  return { state, database: { query } as unknown as Database };
};

describe('a board that many read in a loop while events are stored', () => {
  it('is read from the database once in an interval, and everyone gets what was stored before they asked', async () => {
    const restMs = 40;
    const { state, database } = countingDatabase();
    const board = createBoard(database, () => restMs);
    const beganAt = performance.now();
    const isOver = (): boolean => performance.now() - beganAt > 500;
    const stale: number[] = [];
    const read = async (): Promise<void> => {
      while (!isOver()) {
        const { version } = state;
        await board.refresh();
        if (Number(board.counts['version']) < version) stale.push(version);
      }
    };
    const store = async (): Promise<void> => {
      while (!isOver()) {
        state.version += 1;
        board.markChanged();
        await sleep(1);
      }
    };
    await Promise.all([store(), ...Array.from({ length: 20 }, read)]);
    expect(stale).toEqual([]);
    expect(state.reads).toBeGreaterThan(2);
    expect(state.reads).toBeLessThanOrEqual((performance.now() - beganAt) / restMs + 1);
  });

  it('shares a read that has not begun, also with those who ask after another change', async () => {
    const { state, database } = countingDatabase();
    const board = createBoard(database, () => 100);
    await board.refresh();
    board.markChanged();
    const first = board.refresh();
    state.version += 1;
    board.markChanged();
    await Promise.all([first, board.refresh()]);
    expect(state.reads).toBe(2);
    expect(board.counts['version']).toBe(2);
  });

  it('rests for as long as the read it follows demands', async () => {
    const { database } = countingDatabase();
    const readMs: number[] = [];
    const board = createBoard(database, (ms) => {
      readMs.push(ms);
      return 60;
    });
    await board.refresh();
    const restedFrom = performance.now();
    board.markChanged();
    await board.refresh();
    expect(performance.now() - restedFrom).toBeGreaterThan(59);
    expect(readMs).toHaveLength(2);
    // Without the rest, which is not the database's time. A timer of 10 ms may come a millisecond early.
    for (const ms of readMs) expect(ms).toBeGreaterThan(8);
    for (const ms of readMs) expect(ms).toBeLessThan(60);
  });

  it('reads four times a second where a read is cheap, and half a percent of the time where it is not', () => {
    expect([0, 1, 2, 6, 10, 500].map(restMsAfter)).toEqual([250, 250, 400, 1200, 2000, 2000]);
  });
});
