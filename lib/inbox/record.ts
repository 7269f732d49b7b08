import { randomUUID } from 'node:crypto';
import { isObject } from '../assert';
import type { Command } from '../commands/command';
import { EventDelivery } from '../delivery/delivery';
import type { InboxRecord } from './inbox';
import { roomIdOf } from './room';

/** An event as an inbox keeps it. A worker decodes it again from the body, digit for digit. */
export const createRecord = (event: unknown, delivery: EventDelivery): InboxRecord => {
  const { command, urlCommand, eventId, occurredAt, sdkAppId, clientIp, platform, requestId, receivedAt } = delivery;
  const roomId = roomIdOf(event);
  return {
    version: 1,
    recordId: eventId ?? randomUUID(),
    command,
    urlCommand,
    ...(eventId !== undefined && { eventId }),
    ...(roomId !== undefined && { roomId }),
    ...(occurredAt !== undefined && { occurredAt: occurredAt.toISOString() }),
    sdkAppId,
    ...(clientIp !== undefined && { clientIp }),
    ...(platform !== undefined && { platform }),
    ...(requestId !== undefined && { requestId }),
    query: delivery.queryText,
    receivedAt: receivedAt.toISOString(),
    rawBody: delivery.rawBody.toString(),
  };
};

const required = {
  recordId: 'string',
  command: 'string',
  urlCommand: 'string',
  sdkAppId: 'number',
  receivedAt: 'string',
  rawBody: 'string',
};

const optional = {
  eventId: 'string',
  roomId: 'string',
  occurredAt: 'string',
  clientIp: 'string',
  platform: 'string',
  requestId: 'string',
  query: 'string',
};

/** What keeps a queue's data from being a record of this release; `undefined` for a good one. Holds no value of it. */
export const findRecordFault = (data: unknown): string | undefined => {
  if (!isObject(data)) return 'it is no object';
  const { version } = data;
  if (typeof version === 'number' && version > 1) return `its version is ${version}, which a later release has written`;
  if (version !== 1) return 'it has no version';
  const wrong = (types: Readonly<Record<string, string>>, mayBeAbsent: boolean): string | undefined =>
    Object.keys(types).find((name) => typeof data[name] !== types[name] && !(mayBeAbsent && data[name] === undefined));
  const name = wrong(required, false) ?? wrong(optional, true);
  if (name !== undefined) return `its ${name} is missing or of another type`;
  return Number.isNaN(Date.parse(String(data['receivedAt']))) ? 'its receivedAt is no time' : undefined;
};

/** The delivery that a record was created from. */
export const restoreDelivery = (
  record: InboxRecord,
  content: { readonly event: unknown; readonly body: unknown },
  definition: Command,
  attempt: number,
  signal: AbortSignal,
): EventDelivery => new RestoredDelivery(record, content, definition, attempt, signal);

class RestoredDelivery extends EventDelivery {
  readonly #eventId: string | undefined;

  constructor(
    record: InboxRecord,
    content: { readonly event: unknown; readonly body: unknown },
    definition: Command,
    attempt: number,
    signal: AbortSignal,
  ) {
    const { command, urlCommand, recordId, sdkAppId, clientIp, platform, requestId, query = '' } = record;
    const metadata = {
      command,
      urlCommand,
      sdkAppId,
      attempt,
      recordId,
      clientIp,
      platform,
      requestId,
      query,
      receivedAt: new Date(record.receivedAt),
      rawBody: Buffer.from(record.rawBody),
    };
    super(metadata, content, definition, { signal });
    this.#eventId = record.eventId;
  }

  /** As the web process computed it: this release may compute another, and the queue's own key must not differ from it. */
  override get eventId(): string | undefined {
    return this.#eventId;
  }
}
