import * as E from 'fp-ts/Either';
import { decodeEvent } from './delivery/decode';
import { parseLossless } from './delivery/json';
import { deliveryOf } from './delivery/record';
import type { InboxRecord } from './inbox/inbox';
import { resolveRoutes } from './routes';

/** Hands a record to its handler; rejects when the handler fails. */
export type Redeliver = (record: InboxRecord, attempt: number, signal?: AbortSignal) => Promise<void>;

/** Runs handlers on what an inbox has kept, with the event and the delivery that the web process would have given. */
export const redeliver = (handlers: unknown, commands: unknown): Redeliver => {
  const routes = resolveRoutes({ handlers, commands });

  return async (record, attempt, signal = new AbortController().signal) => {
    const route = routes.get(record.command);
    if (!route?.handler) return;

    const body = parseLossless(record.rawBody);
    const event = decodeEvent(route.command, body);
    if (E.isLeft(event)) throw new Error(`${record.command} does not decode here. ${event.left.message}`);
    const delivery = deliveryOf(record, { event: event.right, body, definition: route.command, attempt, signal });
    await route.handler(event.right, delivery);
  };
};
