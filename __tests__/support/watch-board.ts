import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

/** As far as the tests look at it. */
export interface Board {
  readonly rooms: readonly {
    readonly roomId: string;
    readonly name: string | null;
    readonly owner: string | null;
    readonly isLive: boolean;
    readonly online: number;
    readonly members: readonly string[];
    readonly chart: readonly number[];
    readonly seats: readonly { readonly index: number; readonly account: string | null }[];
    readonly gifts: { readonly allowed: number; readonly denied: number };
    readonly battle: { readonly against: readonly string[] } | null;
  }[];
  readonly feed: readonly { readonly command: string | null; readonly summary: string; readonly outcome: string }[];
  readonly totals: Readonly<Record<string, number>>;
}

/** The board as it is now. */
export const readBoard = async (url: string): Promise<Board> => {
  const response = await fetch(`${url}/api/board`);
  if (!response.ok) throw new Error(`The board cannot be read: ${await response.text()}`);
  return (await response.json()) as Board;
};

/** Watches the board's stream until it shows something, and resolves to that board. */
export const watchBoard = async (url: string, shows: (board: Board) => boolean): Promise<Board> => {
  const request = get(`${url}/api/stream`);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      text += String(chunk);
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        if (message.startsWith('event: trouble')) throw new Error('The app cannot read the board.');
        const data = /^event: board\ndata: (.*)$/.exec(message)?.[1];
        const board = data === undefined ? undefined : (JSON.parse(data) as Board);
        if (board && shows(board)) return board;
      }
    }
    throw new Error('The stream ended before the board showed it.');
  } finally {
    request.destroy();
  }
};
