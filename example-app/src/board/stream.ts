import type { Response } from 'express';
import type { Logger } from 'pino';
import type { Board } from './board';
import type { RoomQuery } from './query';
import { pageOf, rowOf, type Overview } from './snapshot';

/** Milliseconds in which changes gather before a push. The board is read less often than that, so it may take longer. */
const restMs = 250;

/** While nothing changes: the figures that depend on time move on, and proxies drop a silent connection. */
const heartbeatMs = 5000;

/** Each viewer costs memory and a part of every push. */
const mostViewers = 200;

/** Server-sent events: first a snapshot, then what has changed of it. */
export interface BoardStream {
  /** Answers a request. Resolves to false, without having answered, when there are too many viewers. */
  open(response: Response, query: RoomQuery): Promise<boolean>;
  /** The board may have changed. */
  push(): void;
  close(): void;
}

interface Viewer {
  readonly response: Response;
  readonly query: RoomQuery;
  /** The rooms on the viewer's page. They stay in their places until the viewer asks for another order. */
  readonly roomIds: Set<string>;
  /** Those that have changed since the last push. */
  readonly changed: Set<string>;
}

interface Parts {
  readonly board: Board;
  readonly readOverview: () => Promise<Overview>;
  readonly isDemo: boolean;
  /** Whether messages are moderated, so that the page shows its Review tab. */
  readonly isModerated: boolean;
  readonly logger: Logger;
}

/**
 * Written here and not with better-sse, which offers neither of two things it needs: to skip a viewer who is slow to
 * receive, and to flush the compressor after each event.
 */
export const createBoardStream = ({ board, readOverview, isDemo, isModerated, logger }: Parts): BoardStream => {
  const viewers = new Set<Viewer>();
  let timer: NodeJS.Timeout | undefined;
  let isPushing = false;
  let isDue = false;
  let isClosed = false;

  const roomsOf = (ids: Iterable<string>): readonly object[] => {
    const now = Date.now();
    return [...ids].flatMap((id) => board.rooms.get(id) ?? []).map((room) => rowOf(room, now));
  };

  const sendChanges = (viewer: Viewer, overview: string): void => {
    // A viewer who is slow to receive gets the changes with a later push.
    if (viewer.response.writableNeedDrain) return;
    const { ids, matching } = pageOf(board, viewer.query);
    // A page with space left takes new rooms at its end.
    for (const id of ids) {
      if (viewer.roomIds.size >= viewer.query.size) break;
      if (viewer.roomIds.has(id)) continue;
      viewer.roomIds.add(id);
      viewer.changed.add(id);
    }
    send(viewer.response, 'changes', join(overview, { matching, rooms: roomsOf(viewer.changed) }));
    viewer.changed.clear();
  };

  const pushAll = async (): Promise<void> => {
    try {
      await board.refresh();
      const overview = JSON.stringify(await readOverview());
      for (const viewer of viewers) sendChanges(viewer, overview);
    } catch (err) {
      logger.error({ err }, 'the board cannot be read');
      for (const { response } of viewers) if (!response.writableNeedDrain) send(response, 'trouble', '{}');
    }
  };

  const run = async (): Promise<void> => {
    timer = undefined;
    isDue = false;
    isPushing = true;
    await pushAll();
    isPushing = false;
    // Something was stored during the push.
    if (isDue) push();
  };

  /** One push at a time, and none while there is no viewer. */
  const push = (): void => {
    isDue = true;
    if (timer || isPushing || viewers.size === 0) return;
    timer = setTimeout(() => void run(), restMs).unref();
  };

  board.onChange((roomIds) => {
    for (const { roomIds: shown, changed } of viewers) {
      for (const roomId of roomIds) if (shown.has(roomId)) changed.add(roomId);
    }
  });
  const heartbeat = setInterval(() => push(), heartbeatMs).unref();

  return {
    open: async (response, query) => {
      await board.refresh();
      const overview = JSON.stringify(await readOverview());
      if (isClosed || viewers.size >= mostViewers) return false;
      // The viewer may have left meanwhile.
      if (response.closed) return true;
      const { ids, matching } = pageOf(board, query);
      // The last header is for nginx, which would hold the events back.
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
      const viewer = { response, query, roomIds: new Set(ids), changed: new Set<string>() };
      viewers.add(viewer);
      response.once('close', () => viewers.delete(viewer));
      send(response, 'snapshot', join(overview, { isDemo, isModerated, matching, rooms: roomsOf(ids) }));
      return true;
    },
    push,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      clearInterval(heartbeat);
      for (const { response } of viewers) response.end();
      viewers.clear();
    },
  };
};

/** The overview, which is the same for all viewers and written once, together with the viewer's own part. */
const join = (overview: string, own: object): string => `${overview.slice(0, -1)},${JSON.stringify(own).slice(1)}`;

/** JSON has no line breaks of its own, so one line of data holds it. */
const send = (response: Response, event: string, json: string): void => {
  response.write(`event: ${event}\ndata: ${json}\n\n`);
  // The compressor would otherwise wait for more.
  response.flush();
};
