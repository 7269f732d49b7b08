import { Router } from 'express';
import type { Board } from './board';

const longestNote = 1000;

/** Open to everybody: put your own authentication before it. */
export const roomsApi = (board: Board): Router => {
  const api = Router();

  api.get('/rooms', async (_request, response) => {
    response.json({ rooms: await board.rooms() });
  });

  api.get('/rooms/:roomId', async (request, response) => {
    const { roomId } = request.params;
    const room = await board.room(roomId);
    if (room) response.json(room);
    else response.status(404).json(noSuchRoom(roomId));
  });

  api.put('/rooms/:roomId/note', async (request, response) => {
    const { roomId } = request.params;
    const note = noteOf(request.body);
    if (note === undefined) {
      response.status(400).json({ error: `Send { "note": "…" } as JSON, with at most ${longestNote} characters.` });
    } else if (await board.setNote(roomId, note)) {
      response.json({ roomId, note });
    } else {
      response.status(404).json(noSuchRoom(roomId));
    }
  });

  return api;
};

const noSuchRoom = (roomId: string): { error: string } => ({ error: `There is no room ${JSON.stringify(roomId)}.` });

const noteOf = (body: unknown): string | undefined => {
  if (typeof body !== 'object' || body === null || !('note' in body)) return undefined;
  const { note } = body;
  return typeof note === 'string' && note.length <= longestNote ? note : undefined;
};
