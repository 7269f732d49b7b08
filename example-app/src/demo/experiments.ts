import { Router } from 'express';
import { randomUUID } from 'node:crypto';
import { sampleBody, signedRequest } from 'tencent-live-webhooks/testing';
import type { Config } from '../config';
import type { Database } from '../store/database';
import { slowKey } from './slow-handler';

interface Parts {
  readonly callbackUrl: string;
  readonly config: Pick<Config, 'sdkAppId' | 'token'>;
  readonly database: Database;
}

/** One request of an experiment and what came of it. */
interface Step {
  readonly request: string;
  readonly body: string;
  readonly reply: string;
  readonly durationMs: number;
}

type Post = (body: string, isBadlySigned?: boolean) => Promise<Step>;

const members = 'Live.CallbackAfterMemberStateChanged';

const change = (RoomId: string, EventType: 'Online' | 'Offline', EventTime: number): string => {
  const EventCause = EventType === 'Online' ? 'Enter' : 'Leave';
  const MemberList = [{ Member_Account: 'visitor' }];
  return JSON.stringify(sampleBody(members, { RoomId, EventType, EventCause, MemberList, EventTime }));
};

/** Each proves one promise of the package with real requests. They run in a room of their own. */
const experiments: Readonly<Record<string, (post: Post, roomId: string) => Promise<readonly Step[]>>> = {
  repeat: async (post, roomId) => {
    const body = change(roomId, 'Online', Date.now());
    return [await post(body), await post(body)];
  },
  order: async (post, roomId) => {
    const now = Date.now();
    return [await post(change(roomId, 'Offline', now)), await post(change(roomId, 'Online', now - 1000))];
  },
  signature: async (post, roomId) => [await post(change(roomId, 'Online', Date.now()), true)],
  slow: async (post, roomId) => {
    const Metadata = [{ Key: slowKey, Value: 'on' }];
    const fields = { RoomId: roomId, Metadata, EventTime: Date.now() };
    return [await post(JSON.stringify(sampleBody('Live.CallbackAfterSetMetadata', fields)))];
  },
  // As Tencent's sample has it: an integer that no JavaScript number can hold.
  rounded: async (post, roomId) => [
    await post(
      `{"CallbackCommand":"Mic.CallbackAfterSeatInfoChanged","RoomId":${JSON.stringify(roomId)},"SeatList":[{"Index":1,` +
        '"Member_Account":144115233775727695,"IsTakenDisabled":false,"IsVideoDisabled":false,"IsAudioDisabled":false}],' +
        `"EventTime":${Date.now()}}`,
    ),
  ],
};

/** `POST /demo/<name>` runs an experiment and answers with its requests, replies, and what was stored. */
export const createExperiments = ({ callbackUrl, config: { sdkAppId, token }, database }: Parts): Router => {
  const post: Post = async (body, isBadlySigned = false) => {
    const tamper = isBadlySigned ? 'bad-signature' : undefined;
    const webhook = signedRequest({ sdkAppId, token, body, tamper });
    const startedAt = performance.now();
    const response = await fetch(callbackUrl + webhook.query, webhook);
    const reply = await response.text();
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
    // The page needs no valid signature, and anyone who has one can post for a minute.
    const query = webhook.query.replace(/(Sign=.{8})\w*/, '$1…');
    return { request: `POST ${new URL(callbackUrl).pathname}${query}`, body, reply, durationMs };
  };

  const storedIn = (roomId: string): Promise<readonly object[]> =>
    database.query<object>(
      'select event_id as "eventId", command, summary, occurred_at as "occurredAt" from events where room_id = $1 order by occurred_at',
      [roomId],
    );
  const stateOf = async (roomId: string): Promise<object | null> => {
    const [row] = await database.query<object>(
      `select online, (select value from room_facts where room_facts.room_id = rooms.room_id and about = 'seats') as seats
       from rooms where room_id = $1`,
      [roomId],
    );
    return row ?? null;
  };

  return Router().post('/:name', async (request, response) => {
    const run = Object.hasOwn(experiments, request.params.name) ? experiments[request.params.name] : undefined;
    // Another site's page may not start it from a visitor's browser.
    const isOwnPage = (request.get('Sec-Fetch-Site') ?? 'same-origin') === 'same-origin';
    if (!run || !isOwnPage) {
      response.status(404).json({ error: 'There is no such experiment.' });
      return;
    }
    const roomId = `experiment-${request.params.name}-${randomUUID().slice(0, 8)}`;
    const steps = await run(post, roomId);
    response.json({ roomId, steps, events: await storedIn(roomId), room: await stateOf(roomId) });
  });
};
