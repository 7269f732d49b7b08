import type { Command } from '../commands/command';
import { EventDelivery, type Delivery } from '../delivery/delivery';
import type { InboxRecord } from './inbox';

/** A delivery as an inbox keeps it. A worker decodes the event again from the body, digit for digit. */
export const createRecord = (delivery: Delivery): InboxRecord => {
  const { command, urlCommand, eventId, sdkAppId, clientIp, platform, requestId, receivedAt, rawBody } = delivery;
  const query = delivery.query.toString();
  return {
    command,
    urlCommand,
    ...(eventId !== undefined && { eventId }),
    sdkAppId,
    ...(clientIp !== undefined && { clientIp }),
    ...(platform !== undefined && { platform }),
    ...(requestId !== undefined && { requestId }),
    query,
    receivedAt: receivedAt.toISOString(),
    rawBody: rawBody.toString(),
  };
};

/** The delivery that a record was created from. */
export const restoreDelivery = (
  record: InboxRecord,
  content: { readonly event: unknown; readonly body: unknown },
  definition: Command,
  attempt: number,
  signal: AbortSignal,
): Delivery => {
  const { command, urlCommand, sdkAppId, clientIp, platform, requestId, query = '' } = record;
  const metadata = {
    command,
    urlCommand,
    sdkAppId,
    attempt,
    clientIp,
    platform,
    requestId,
    query,
    receivedAt: new Date(record.receivedAt),
    rawBody: Buffer.from(record.rawBody),
  };
  return new EventDelivery(metadata, content, definition, { signal });
};
