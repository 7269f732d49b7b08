import type { Command } from '../commands/command';
import type { InboxRecord } from '../inbox/inbox';
import { EventDelivery, type Delivery } from './delivery';

/** A delivery as an inbox keeps it. The event is not in it: a worker decodes it anew, digit for digit. */
export const recordOf = (delivery: Delivery): InboxRecord => {
  const { command, urlCommand, eventId, sdkAppId, clientIp, platform, receivedAt, rawBody } = delivery;
  return {
    command,
    urlCommand,
    ...(eventId !== undefined && { eventId }),
    sdkAppId,
    ...(clientIp !== undefined && { clientIp }),
    ...(platform !== undefined && { platform }),
    receivedAt: receivedAt.toISOString(),
    rawBody: rawBody.toString(),
  };
};

/** What an inbox has kept, as the delivery it was. */
export const deliveryOf = (
  { command, urlCommand, sdkAppId, clientIp, platform, receivedAt, rawBody }: InboxRecord,
  handed: { event: unknown; body: unknown; definition: Command; attempt: number; signal: AbortSignal },
): Delivery =>
  new EventDelivery(
    {
      command,
      urlCommand,
      sdkAppId,
      attempt: handed.attempt,
      clientIp,
      platform,
      receivedAt: new Date(receivedAt),
      rawBody: Buffer.from(rawBody),
    },
    handed,
    handed.definition,
    handed,
  );
