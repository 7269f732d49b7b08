import * as E from 'fp-ts/Either';
import { decodeEvent } from '../delivery/decode';
import { parseLossless } from '../delivery/json';
import { resolveRoutes } from '../routes';
import type { InboxRecord } from './inbox';
import { restoreDelivery } from './record';

/** Hands a record to its handler; rejects when the handler fails. */
export type Process = (record: InboxRecord, attempt: number, signal?: AbortSignal) => Promise<void>;

/** Creates what runs handlers on kept records, with the event and the delivery of the web process. */
export const createProcess = (handlers: unknown, commands: unknown): Process => {
  const routes = resolveRoutes({ handlers, commands });

  return async (record, attempt, signal = new AbortController().signal) => {
    const route = routes.get(record.command);
    if (!route?.handler) return;

    const body = parseLossless(record.rawBody);
    const event = await decodeEvent(route.command, body);
    if (E.isLeft(event)) throw new Error(`${record.command} does not decode here. ${event.left.message}`);
    await route.handler(
      event.right,
      restoreDelivery(record, { event: event.right, body }, route.command, attempt, signal),
    );
  };
};
