import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedRequest } from '../../lib/testing';
import type { FaultRandom } from './random';

export const sdkAppId = 1400000001;
export const token = 'a token of the fault suite';

const command = 'Live.CallbackAfterMemberStateChanged';

export interface Event {
  /** Tells the event apart. A bare integer on the wire. */
  readonly account: string;
  readonly body: string;
}

/**
 * Somebody enters a room. Neighbours differ in the last digit of an account that no JavaScript number can hold, and
 * four of them entered in the same millisecond: an id rounded anywhere makes several events one.
 */
export const eventOf = (index: number, room = 'a room'): Event => {
  const account = String(2n ** 60n + BigInt(index));
  const time = 1703589922780 + Math.floor(index / 4);
  const body = `{"CallbackCommand":"${command}","RoomId":"${room}","EventType":"Online","EventCause":"Enter","MemberList":[{"Member_Account":${account}}],"EventTime":${time}}`;
  return { account, body };
};

export const eventsFrom = (first: number, count: number): Event[] =>
  Array.from({ length: count }, (_, index) => eventOf(first + index));

/** Every event once, and every fifth once more: at once, or a good while later. */
export const withDuplicates = (events: readonly Event[], random: FaultRandom): Event[] => {
  const planned = events.map((event, at) => ({ event, at }));
  const again = random.shuffle(planned).slice(0, Math.round(events.length / 5));
  const duplicates = again.map(({ event, at }, index) => ({
    event,
    at: at + (index % 2 === 0 ? 0.5 : random.between(1, events.length)),
  }));
  return [...planned, ...duplicates].toSorted((a, b) => a.at - b.at).map(({ event }) => event);
};

export interface Answer {
  /** `unanswered`: the web process died first. */
  readonly type: 'acknowledged' | 'refused' | 'unanswered';
  readonly body: string;
  readonly ms: number;
}

/** Posts events as Tencent does: over connections that are kept alive, and once, whatever the answer. */
export const createClient = () => {
  const agent = new Agent({ keepAlive: true });

  const post = (port: number, { body }: Event): Promise<Answer> =>
    new Promise((resolve) => {
      const start = performance.now();
      const answer = (type: Answer['type'], text: string): void =>
        resolve({ type, body: text, ms: performance.now() - start });
      const { method, query, headers } = signedRequest({ sdkAppId, command, body, token });
      const posted = request({ agent, host: '127.0.0.1', port, method, path: `/${query}`, headers }, (response) => {
        let text = '';
        response.on('data', (bytes: Buffer) => (text += bytes.toString()));
        response.on('end', () => answer(text.includes('"ActionStatus":"OK"') ? 'acknowledged' : 'refused', text));
        response.on('error', ({ message }) => answer('unanswered', message));
      });
      posted.on('error', ({ message }) => answer('unanswered', message));
      posted.setTimeout(5000, () => posted.destroy(new Error('no answer within five seconds')));
      posted.end(body);
    });

  return { post, close: () => agent.destroy() };
};

/** Sends one item after the other, at a steady rate and at most 24 at a time. */
export const steadily = async <Item, Result>(
  items: readonly Item[],
  perSecond: number,
  send: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const start = performance.now();
  const results: Result[] = [];
  const waiting = items.entries();
  const sendOneByOne = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      await sleep(start + (index * 1000) / perSecond - performance.now());
      results.push(await send(item));
    }
  };
  await Promise.all(Array.from({ length: 24 }, sendOneByOne));
  return results;
};
