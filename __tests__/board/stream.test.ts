import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, constants } from 'node:zlib';
import compression from 'compression';
import express from 'express';
import { pino } from 'pino';
import { createBoard, type Board } from '../../example-app/src/board/board';
import { createHealthMonitor } from '../../example-app/src/board/health';
import { readQuery } from '../../example-app/src/board/query';
import { overviewOf } from '../../example-app/src/board/snapshot';
import { createBoardStream, type BoardStream } from '../../example-app/src/board/stream';

const row = (roomId: string, online: number, version: number) => ({
  roomId,
  name: null,
  owner: null,
  seats: null,
  battle: null,
  liveAt: new Date().toISOString(),
  endedAt: null,
  openedAt: null,
  lastEventAt: new Date().toISOString(),
  online,
  giftsAllowed: 0,
  giftsDenied: 0,
  coins: 0,
  coinsMinute: null,
  coinsThis: 0,
  coinsLast: 0,
  version,
});

describe("the board's stream", () => {
  let reads: number;
  let fails: boolean;
  let version: number;
  let stored: ReturnType<typeof row>[];
  let board: Board;
  let stream: BoardStream;
  let server: Server;

  /** Something is stored. */
  const store = (roomId: string, online: number): void => {
    version += 1;
    stored = [...stored.filter((room) => room.roomId !== roomId), row(roomId, online, version)];
    board.markChanged();
    stream.push();
  };

  /** Opens the stream and collects what comes. */
  const watch = async (query = '', headers = {}) => {
    const { port } = server.address() as AddressInfo;
    const request = get({ host: '127.0.0.1', port, path: `/?${query}`, headers });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    const text = (): string => Buffer.concat(chunks).toString();
    const messages = () =>
      text()
        .split('\n\n')
        .flatMap((message) => {
          const [, event, data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(message) ?? [];
          const { rooms = [] } = JSON.parse(data || '{}') as { rooms?: { roomId: string; online: number }[] };
          return event === undefined
            ? []
            : [{ event, rooms: rooms.map(({ roomId, online }) => `${roomId} ${online}`) }];
        });
    return {
      response,
      bytes: () => Buffer.concat(chunks),
      messages,
      until: async (matches: () => boolean): Promise<void> => {
        while (!matches()) await sleep(5);
      },
      leave: async () => {
        request.destroy();
        await once(request, 'close');
      },
    };
  };

  beforeEach(async () => {
    reads = 0;
    fails = false;
    version = 0;
    stored = [];
    board = createBoard(
      {
        query: async <Row>(_sql: string, [since, most]: readonly unknown[]) => {
          reads += 1;
          if (fails) throw new Error('no database');
          const rooms = stored.filter((room) => room.version > Number(since)).slice(0, Number(most));
          return [{ changes: JSON.stringify({ rooms, counts: {}, eventsLastMinute: 0, lastDeliveryId: 0 }) } as Row];
        },
        run: async () => {},
        listen: async () => {},
        close: async () => {},
      },
      () => 0,
    );
    const health = createHealthMonitor();
    const logger = pino({ level: 'silent' });
    stream = createBoardStream({
      board,
      readOverview: async () => overviewOf(board, health, null),
      isDemo: false,
      isModerated: false,
      logger,
    });
    const app = express().use(compression());
    // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 takes care of what it rejects with.
    app.get('/', async (request, response) => {
      const isOpen = await stream.open(response, readQuery(new URL(request.url, 'http://localhost').searchParams));
      if (!isOpen) response.status(503).end();
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    stream.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  it('begins with the rooms as they are, and goes on with those that changed', async () => {
    store('a', 1);
    store('b', 2);
    const watcher = await watch();
    await watcher.until(() => watcher.messages().length > 0);
    store('a', 3);
    await watcher.until(() => watcher.messages().length > 1);
    expect(watcher.messages()).toEqual([
      { event: 'snapshot', rooms: ['b 2', 'a 1'] },
      { event: 'changes', rooms: ['a 3'] },
    ]);
    expect(watcher.response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
  });

  it('leaves out what is on another page, and adds a new room where the page has space', async () => {
    for (let index = 0; index < 26; index++) store(`room ${String(index).padStart(2, '0')}`, 0);
    const watchers = [await watch('sort=name&size=25'), await watch('sort=name&size=25&page=2')];
    for (const watcher of watchers) await watcher.until(() => watcher.messages().length > 0);
    store('room 25', 5);
    store('room 26', 6);
    for (const watcher of watchers) await watcher.until(() => watcher.messages().length > 1);
    const [first, second] = watchers.map((watcher) => watcher.messages().at(1));
    expect(first).toEqual({ event: 'changes', rooms: [] });
    expect(second).toEqual({ event: 'changes', rooms: ['room 25 5', 'room 26 6'] });
  });

  it('reads once for everybody, however many changes come at once', async () => {
    store('a', 0);
    const watchers = [await watch(), await watch()];
    for (const watcher of watchers) await watcher.until(() => watcher.messages().length > 0);
    const before = reads;
    for (let change = 1; change <= 100; change++) store('a', change);
    for (const watcher of watchers) await watcher.until(() => watcher.messages().length > 1);
    for (const watcher of watchers) expect(watcher.messages().at(1)?.rooms).toEqual(['a 100']);
    expect(reads).toBe(before + 1);
  });

  it('shows the last of many changes, in a few messages', async () => {
    const watcher = await watch();
    for (let change = 1; change <= 20; change++) {
      store('a', change);
      await sleep(20);
    }
    await watcher.until(() => watcher.messages().at(-1)?.rooms[0] === 'a 20');
    // 400 ms of changes are two or three pushes, not twenty.
    expect(watcher.messages().length).toBeLessThan(7);
  });

  it('reads nothing while there is no viewer', async () => {
    const watcher = await watch();
    await watcher.until(() => watcher.messages().length > 0);
    await watcher.leave();
    await sleep(50);
    const before = reads;
    store('a', 1);
    await sleep(400);
    expect(reads).toBe(before);
  });

  it('says when the board cannot be read, and goes on', async () => {
    const watcher = await watch();
    await watcher.until(() => watcher.messages().length > 0);
    fails = true;
    store('a', 1);
    await watcher.until(() => watcher.messages().at(-1)?.event === 'trouble');
    fails = false;
    store('a', 2);
    await watcher.until(() => watcher.messages().at(-1)?.rooms[0] === 'a 2');
  });

  it('is compressed where the viewer can read that, and each message arrives at once', async () => {
    store('a', 1);
    const watcher = await watch('', { 'Accept-Encoding': 'gzip' });
    expect(watcher.response.headers['content-encoding']).toBe('gzip');
    const text = (): string => gunzipSync(watcher.bytes(), { finishFlush: constants.Z_SYNC_FLUSH }).toString();
    await watcher.until(() => watcher.bytes().length > 0 && text().includes('event: snapshot'));
    store('a', 2);
    await watcher.until(() => text().includes('event: changes'));
  });

  it('turns away more than 200 viewers', async () => {
    const watchers = [];
    for (let viewer = 0; viewer < 200; viewer++) watchers.push(await watch());
    expect((await watch()).response.statusCode).toBe(503);
    await watchers[0]?.leave();
    await sleep(50);
    expect((await watch()).response.statusCode).toBe(200);
  }, 20_000);

  it('is closed when the app stops', async () => {
    const watcher = await watch();
    const ended = once(watcher.response, 'end');
    stream.close();
    await ended;
  });
});
