import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { authorization } from './example-app';

/** A row of the table, as far as the tests look at it. */
export interface Row {
  readonly roomId: string;
  readonly name: string | null;
  readonly owner: string | null;
  readonly state: 'live' | 'quiet' | 'ended';
  readonly online: number;
  readonly seats: readonly [number, number] | null;
  readonly giftsAllowed: number;
  readonly giftsDenied: number;
  readonly coins: number;
  readonly coinsPerMinute: number;
  readonly battle: { readonly against: readonly string[]; readonly until: number | null } | null;
}

export interface Board {
  readonly rooms: readonly Row[];
  readonly matching: number;
  readonly isDemo: boolean;
  readonly totals: { readonly rooms: number; readonly online: number; readonly eventsLastMinute: number };
  readonly counts: Readonly<Record<string, number>>;
  readonly health: { readonly refused: number; readonly failures: number; readonly unconfirmed: number };
}

/** A room with everything about it. */
export interface Detail {
  readonly members: readonly string[];
  readonly facts: {
    readonly seats?: readonly object[];
    readonly battle?: object;
    readonly statistic?: object;
  };
  readonly recordings: readonly object[];
  readonly timeline: readonly { readonly command: string; readonly summary: { readonly text: string } }[];
  readonly minutes: readonly (readonly [minute: number, online: number, events: number, coins: number])[];
}

export interface Logged {
  readonly id: number;
  readonly outcome: string;
  readonly failure: string | null;
  readonly command: string | null;
  readonly roomId: string | null;
}

const everything = 'state=all&size=100';

const read = async <Answer>(url: string): Promise<Answer> => {
  const response = await fetch(url, { headers: authorization });
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
};

/** The board as it is now, with all of its rooms up to a hundred. */
export const readBoard = (url: string, query = everything): Promise<Board> => read(`${url}/api/board?${query}`);

export const readRoom = (url: string, roomId: string): Promise<Detail> =>
  read(`${url}/api/rooms/${encodeURIComponent(roomId)}`);

export const readDeliveries = async (url: string, query = ''): Promise<readonly Logged[]> =>
  (await read<{ readonly deliveries: readonly Logged[] }>(`${url}/api/deliveries?${query}`)).deliveries;

/** Watches the board's stream until it shows something, and resolves to that board. */
export const watchBoard = async (
  url: string,
  shows: (board: Board) => boolean | Promise<boolean>,
  query = everything,
): Promise<Board> => {
  const request = get(`${url}/api/stream?${query}`, { headers: authorization });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  let rooms = new Map<string, Row>();
  let isDemo = false;
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      text += String(chunk);
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const [, event, data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(message) ?? [];
        if (event === 'trouble') throw new Error('The app cannot read the board.');
        const part = JSON.parse(data) as Board;
        if (event === 'snapshot') rooms = new Map();
        if (event === 'snapshot') isDemo = part.isDemo;
        for (const room of part.rooms) rooms.set(room.roomId, room);
        const board = { ...part, isDemo, rooms: [...rooms.values()] };
        if (await shows(board)) return board;
      }
    }
    throw new Error('The stream ended before the board showed it.');
  } finally {
    request.destroy();
  }
};

/** Waits for a delivery that the log has, after its reply. */
export const loggedDelivery = async (
  url: string,
  matches: (delivery: Logged) => boolean,
  query = '',
): Promise<Logged> => {
  let found: Logged | undefined;
  await watchBoard(url, async () => {
    found = (await readDeliveries(url, query)).find(matches);
    return found !== undefined;
  });
  if (!found) throw new Error('The board showed a delivery that it did not have.');
  return found;
};
