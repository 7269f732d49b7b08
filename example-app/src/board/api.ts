import { Router, type Request } from 'express';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config';
import { readSql, type Database } from '../store/database';
import { storable } from '../store/storable';
import type { Board } from './board';
import { createCache } from './cache';
import { curlCommand, sendCommand, setCallbackCommand } from './commands';
import { listDeliveries, readDelivery } from './deliveries';
import { readQuery } from './query';
import { sendShared, shareJson, type SharedJson } from './shared-json';
import { pageOf, rowOf, type Overview } from './snapshot';
import type { BoardStream } from './stream';
import { createTrends } from './trends';
import { createTurns } from './turns';

interface Parts {
  readonly database: Database;
  readonly board: Board;
  readonly stream: BoardStream;
  readonly readOverview: () => Promise<Overview>;
  readonly config: Config;
  /** Whether messages are moderated, so that the page shows its Review tab. */
  readonly isModerated: boolean;
  readonly callbackUrl: string;
  /** The commands for Tencent's `set_callback`. */
  readonly commands: readonly string[];
}

const roomDetails = 50;

/** What the page asks for, all of it under `/api`. */
export const createApi = (parts: Parts): Router => {
  const { database, board, stream, readOverview, config, isModerated, callbackUrl, commands } = parts;
  const api = Router();
  const roomSql = readSql('read-room');
  const readTrends = createTrends(database);
  const target = { callbackUrl, config };

  /** Many who ask the same in one moment cost as much as one. */
  const boards = createCache<SharedJson>(1000, 100);
  const rooms = createCache<SharedJson | undefined>(1000, 100);
  /** All who wait for the same read are answered one by one, or a webhook would wait for all of their replies. */
  const waitMsForTurn = createTurns(10);
  const now = async (): Promise<string> => {
    await board.refresh();
    return String(board.revision);
  };

  api.get('/board', async (request, response) => {
    const query = readQuery(parametersOf(request));
    const answer = await boards(`${await now()} ${JSON.stringify(query)}`, async () => {
      const { ids, matching } = pageOf(board, query);
      const rows = ids.flatMap((id) => board.rooms.get(id) ?? []).map((room) => rowOf(room, Date.now()));
      const overview = await readOverview();
      return shareJson(JSON.stringify({ ...overview, isDemo: config.isDemo, isModerated, matching, rooms: rows }));
    });
    await sleep(waitMsForTurn());
    sendShared(request, response, answer);
  });

  api.get('/stream', async (request, response) => {
    const isOpen = await stream.open(response, readQuery(parametersOf(request)));
    if (!isOpen) response.status(503).set('Retry-After', '10').json({ error: 'There are too many viewers.' });
  });

  api.get('/rooms/:roomId', async (request, response) => {
    const roomId = storable(request.params.roomId);
    const room = await rooms(`${await now()} ${roomId}`, async () => {
      const [row] = await database.query<{ readonly room: string }>(roomSql, [roomId, roomDetails]);
      return row && shareJson(row.room);
    });
    if (room) sendShared(request, response, room);
    else response.status(404).json({ error: 'No event has mentioned this room.' });
  });

  api.get('/trends', async (request, response) => {
    response.json(await readTrends(parametersOf(request).get('span') ?? ''));
  });

  api.get('/deliveries', async (request, response) => {
    const parameters = parametersOf(request);
    const [group, failure, command, room] = ['group', 'failure', 'command', 'room'].map((name) =>
      storable(parameters.get(name)),
    );
    const before = idIn(parameters.get('before') ?? '') ?? null;
    const filter = {
      group: group ?? null,
      failure: failure ?? null,
      command: command ?? null,
      room: room ?? null,
      before,
    };
    response.json({ deliveries: await listDeliveries(database, filter) });
  });

  api.get('/deliveries/:id', async (request, response) => {
    const delivery = await readDelivery(database, idIn(request.params.id) ?? 0);
    if (delivery) response.json(delivery);
    else response.status(404).json({ error: 'There is no such delivery, or it was deleted since.' });
  });

  // Apart from the delivery, because a signed command is as good as the token for a minute.
  api.get('/deliveries/:id/commands', async (request, response) => {
    const delivery = await readDelivery(database, idIn(request.params.id) ?? 0);
    if (!delivery?.command || delivery.body === null) {
      response.status(404).json({ error: 'This delivery has no command or no body.' });
      return;
    }
    response.set('Cache-Control', 'no-store').json({
      curl: curlCommand(target, delivery.command, delivery.body),
      send: sendCommand(target, delivery.command, delivery.body),
    });
  });

  api.get('/first-steps', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({
      callbackUrl,
      isSigned: config.token !== false,
      curl: curlCommand(target, 'Mic.CallbackAfterSeatInfoChanged'),
      setCallback: setCallbackCommand(commands),
    });
  });

  return api;
};

const parametersOf = ({ url }: Request): URLSearchParams => new URL(url, 'http://localhost').searchParams;

const idIn = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);
