/** A verified after-event as it waits for a worker: a JSON value, and all that a worker needs to see it again. */
export interface InboxRecord {
  readonly command: string;
  readonly urlCommand: string;
  /** The same for every delivery of the same event; absent where nothing identifies it. */
  readonly eventId?: string;
  readonly sdkAppId: number;
  readonly clientIp?: string;
  readonly platform?: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** The body as text, digit for digit. */
  readonly rawBody: string;
}

/** A durable queue. */
export interface Inbox {
  /** Resolves once the record is durable: then the event is acknowledged. A second record of an `eventId` may be dropped. */
  put(record: InboxRecord): Promise<unknown>;
}
