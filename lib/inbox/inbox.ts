/** A verified after-event as it waits for a worker: a JSON value, and all that a worker needs to see it again. */
export interface InboxRecord {
  /** The version of this format. A later release of this package reads what an earlier one has queued. */
  readonly version: 1;
  /**
   * Identifies the record, however often the queue delivers it: the `eventId`, or a random id where nothing identifies
   * the event. At most 64 characters that are safe in keys and URLs: use it as the queue's own key.
   */
  readonly recordId: string;
  /** The command's name, from the body. */
  readonly command: string;
  /** The command as the URL names it. */
  readonly urlCommand: string;
  /** The same for every delivery of the same event; absent where nothing identifies it. */
  readonly eventId?: string;
  /** The room that the event is about, digit for digit: the key of a partition or a message group. Absent where it is about none. */
  readonly roomId?: string;
  /** When it happened by Tencent's clock, in ISO 8601; absent where the payload does not say. */
  readonly occurredAt?: string;
  /** Your SDKAppID. */
  readonly sdkAppId: number;
  /** The address of the user's client, where Tencent reports it. */
  readonly clientIp?: string;
  /** The platform of the user's client, where Tencent reports it. */
  readonly platform?: string;
  /** Tencent's id of the request, where its URL carried one. */
  readonly requestId?: string;
  /** The URL's query string, without `Sign` and `RequestTime`. */
  readonly query?: string;
  /** When the request arrived, in ISO 8601. */
  readonly receivedAt: string;
  /** The body as text, digit for digit. */
  readonly rawBody: string;
}

/** A durable queue. */
export interface Inbox {
  /**
   * Resolves once the record is durable: then the event is acknowledged. Must settle in the end, and may drop a second
   * record of the same `recordId`.
   */
  put(record: InboxRecord): Promise<unknown>;
  /**
   * How many calls of `put` may be pending at a time. An event beyond that is refused as `inbox-unavailable` at once, so
   * that a queue that hangs does not fill the memory. Default 1000.
   */
  readonly maxPending?: number;
}
