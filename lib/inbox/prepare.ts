import { setTimeout as sleep } from 'node:timers/promises';
import * as E from 'fp-ts/Either';
import { decodeEvent } from '../delivery/decode';
import type { Delivery } from '../delivery/delivery';
import { createInternalError } from '../delivery/failure';
import { parseLossless } from '../delivery/json';
import { anything } from '../delivery/match';
import type { Route } from '../delivery/config';
import { badRecord, noHandler, undecodable, unknownCommand, type InboxFailure } from './failure';
import type { InboxRecord } from './inbox';
import { findRecordFault, restoreDelivery } from './record';

/** What is known of an event, for its outcome. */
interface Details {
  readonly command: string | undefined;
  readonly delivery?: Delivery;
  readonly event?: unknown;
  readonly rawBody?: Buffer;
}

/** What is to be done with an event. */
export type Prepared = { readonly details: Details } & (
  | { readonly type: 'failed'; readonly failure: InboxFailure }
  | { readonly type: 'ignored' }
  | {
      readonly type: 'ready';
      readonly command: string;
      readonly roomId: string | undefined;
      handle(this: void): unknown;
    }
);

interface Config {
  readonly routes: ReadonlyMap<string, Route>;
  readonly ignored: ReadonlySet<string>;
  readonly timeoutMs: number;
}

/** Creates what reads a record, and finds what is to be done with its event. */
export const createPreparer =
  ({ routes, ignored, timeoutMs }: Config) =>
  async (data: unknown, attempt: number, signal: AbortSignal): Promise<Prepared> => {
    const fault = findRecordFault(data);
    if (fault !== undefined) return { type: 'failed', failure: badRecord(fault), details: { command: undefined } };
    const record = data as InboxRecord;
    const { command, roomId } = record;
    const route = routes.get(command);

    const body = E.tryCatch(
      () => parseLossless(record.rawBody),
      () => badRecord('its body is not JSON'),
    );
    if (E.isLeft(body)) return { type: 'failed', failure: body.left, details: { command: route?.name } };

    const detailsOf = (event?: unknown) => {
      const content = { event, body: body.right };
      const delivery = restoreDelivery(record, content, route?.command ?? anything, attempt, signal);
      return { command: route?.name, delivery, rawBody: delivery.rawBody };
    };
    if (ignored.has(command)) return { type: 'ignored', details: detailsOf() };
    if (!route) return { type: 'failed', failure: unknownCommand(command), details: detailsOf() };
    const { handler } = route;
    if (!handler) return { type: 'failed', failure: noHandler(command), details: detailsOf() };

    const decoding = decodeEvent(route.command, body.right);
    const decoded = decoding instanceof Promise ? await inTime(decoding, timeoutMs) : decoding;
    if (E.isLeft(decoded)) {
      return { type: 'failed', failure: undecodable(command, decoded.left), details: detailsOf() };
    }
    const event = decoded.right;
    const details = { ...detailsOf(event), event };
    return { type: 'ready', command, roomId, details, handle: () => handler(event, details.delivery) };
  };

/** An asynchronous schema may ask a server, and may never come to an end. */
const inTime = async (
  decoding: ReturnType<typeof decodeEvent>,
  timeoutMs: number,
): Promise<Awaited<typeof decoding>> => {
  const timeout = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: timeout.signal }).then(() =>
    E.left(createInternalError(new Error(`The schema did not finish within ${timeoutMs} ms.`))),
  );
  try {
    return await Promise.race([decoding, late]);
  } finally {
    timeout.abort();
  }
};
