/** A verified after-event as it waits for a worker: a JSON value, and all that a worker needs to see it again. */
export interface InboxRecord {
  /** The command's name, from the body. */
  readonly command: string;
  /** The command as the URL names it. */
  readonly urlCommand: string;
  /** The same for every delivery of the same event; absent where nothing identifies it. */
  readonly eventId?: string;
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
  /** Resolves once the record is durable: then the event is acknowledged. A second record of an `eventId` may be dropped. */
  put(record: InboxRecord): Promise<unknown>;
}
