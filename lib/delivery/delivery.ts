import type { Command } from '../commands/command';
import { undocumentedPaths } from '../commands/undocumented';
import { sha256 } from './sha256';
import { createWarning } from './warn';

/** The client's platform as Tencent names it; other words are passed on. Page 64412. */
export type Platform = 'RESTAPI' | 'Web' | 'Android' | 'iOS' | 'Windows' | 'Mac' | 'iPad' | 'Unknown' | (string & {});

/** Everything around an event. */
export interface Delivery {
  /** The command's name, from the body; the documented one where Tencent uses two. */
  readonly command: string;
  /** The command as the URL names it. Tencent's pages disagree about it: report it, do not rely on it. */
  readonly urlCommand: string;
  /**
   * The same for every delivery of the same event: a digest of the SDKAppID, the command, and what identifies the
   * event. `undefined` where nothing identifies it, as with gifts.
   */
  readonly eventId: string | undefined;
  /** When it happened, by Tencent's clock. `undefined` where the payload does not say. No order is promised. */
  readonly occurredAt: Date | undefined;
  /** When the request arrived, by this server's clock. */
  readonly receivedAt: Date;
  /** Your SDKAppID. */
  readonly sdkAppId: number;
  /** Counts from 1; more only where an inbox retries a failed handler. */
  readonly attempt: number;
  /**
   * In a worker: the id of the queued record, the same for every attempt and however often the queue delivers it, also
   * for events without an `eventId`. Key what must happen once with it. `undefined` in the web process.
   */
  readonly recordId: string | undefined;
  /** The address of the user's client, as Tencent reports it. Not on every page, so not in every request. */
  readonly clientIp: string | undefined;
  /** The platform of the user's client. Not on every page, so not in every request. */
  readonly platform: Platform | undefined;
  /**
   * Tencent's id of the request (`RequestId` or `RequestID` in the URL), for logs and support tickets. Undocumented,
   * seen on Chat's requests, not covered by the signature: never identify an event by it.
   */
  readonly requestId: string | undefined;
  /**
   * The parameters of the URL without `Sign` and `RequestTime`, such as those of a callback URL that has a query string
   * of its own. The signature covers none of them.
   */
  readonly query: URLSearchParams;
  /**
   * Where the body differs from Tencent's pages although it decodes: the paths of fields and words that they do not
   * name, at most 100, never values. `EventCause: 'Banned'` gives `EventCause`. Empty for your own commands. Computed
   * when asked for.
   */
  readonly undocumented: readonly string[];
  /** The body as it was received; where `express.json()` had parsed it already, that object serialized again. */
  readonly rawBody: Buffer;
  /** Aborted when the deadline passes: hand it to `fetch` and the like. Never aborted once the reply is out. */
  readonly signal: AbortSignal;
}

/** What is known of a delivery when its command is found. */
export interface DeliveryMetadata extends Omit<
  Delivery,
  'eventId' | 'occurredAt' | 'query' | 'recordId' | 'signal' | 'undocumented'
> {
  readonly recordId?: string;
  /** The query string as received. */
  readonly query: string;
}

/** The payload as decoded, and the body it was decoded from. */
interface Content {
  readonly event: unknown;
  readonly body: unknown;
}

type Definition = Pick<Command, 'codec' | 'identity' | 'occurredAt'>;

/** Parameters that authenticate a request: for a minute, a signature is worth as much as the token. */
const secretName = '(?:sign|requesttime)';

const isSecret = new RegExp(`^${secretName}$`, 'i');

/** A pair of theirs in a query string that escapes nothing, with the `&` that goes with it. */
const secretPairs = new RegExp(`^(?:${secretName}(?:=[^&]*)?(?:&|$))+|&${secretName}(?:=[^&]*)?(?=&|$)`, 'gi');

/** A query string without them, however their names are spelt. */
const withoutSecrets = (query: string): string => {
  // Stryker disable next-line ConditionalExpression: both ways keep the same parameters, which a property test holds.
  if (/[%?]/.test(query)) {
    return new URLSearchParams([...new URLSearchParams(query)].filter(([name]) => !isSecret.test(name))).toString();
  }
  // Tencent escapes nothing.
  return query.replace(secretPairs, '');
};

/**
 * A delivery that computes some of its members when a handler asks for them: they cost time, or run code of the
 * command's author. A class, because V8 creates the getters of an object literal anew for each object, which is slow.
 */
export class EventDelivery implements Delivery {
  readonly command: string;
  readonly urlCommand: string;
  readonly receivedAt: Date;
  readonly sdkAppId: number;
  readonly attempt: number;
  readonly recordId: string | undefined;
  readonly clientIp: string | undefined;
  readonly platform: Platform | undefined;
  readonly requestId: string | undefined;
  readonly rawBody: Buffer;

  readonly #query: string;
  readonly #content: Content;
  readonly #definition: Definition;
  readonly #deadline: { readonly signal: AbortSignal };
  #identified: { readonly id: string | undefined } | undefined;

  constructor(
    metadata: DeliveryMetadata,
    content: Content,
    definition: Definition,
    deadline: { readonly signal: AbortSignal },
  ) {
    this.command = metadata.command;
    this.urlCommand = metadata.urlCommand;
    this.receivedAt = metadata.receivedAt;
    this.sdkAppId = metadata.sdkAppId;
    this.attempt = metadata.attempt;
    this.recordId = metadata.recordId;
    this.clientIp = metadata.clientIp;
    this.platform = metadata.platform;
    this.requestId = metadata.requestId;
    this.rawBody = metadata.rawBody;
    this.#query = metadata.query;
    this.#content = content;
    this.#definition = definition;
    this.#deadline = deadline;
  }

  /** Computed once: a handler that changes its event does not change the event's id. */
  get eventId(): string | undefined {
    this.#identified ??= { id: this.#identify() };
    return this.#identified.id;
  }

  #identify(): string | undefined {
    return withoutFault(() => {
      const text = this.#identityText();
      return text && sha256(`${this.sdkAppId} ${this.command} ${text}`, 'base64url');
    });
  }

  /** May throw, as for what is nested too deep for JSON. */
  #identityText(): string | undefined {
    const { event, body } = this.#content;
    const { identity, occurredAt } = this.#definition;
    // JSON has no text for a function.
    if (identity) return JSON.stringify(identity(event, body));
    // The body and not the event, because a user's own codec may remove the difference between two events.
    return occurredAt(event) === undefined ? undefined : this.#bodyText();
  }

  /** The body under the command's documented name: an event is the same under both names of a command. */
  #bodyText(): string {
    const text = this.rawBody.toString();
    const name = (this.#content.body as { readonly CallbackCommand?: unknown } | null)?.CallbackCommand;
    const isOtherName = typeof name === 'string' && name !== this.command;
    return isOtherName ? text.replace(JSON.stringify(name), () => JSON.stringify(this.command)) : text;
  }

  get occurredAt(): Date | undefined {
    return withoutFault(() => {
      const date = new Date(this.#definition.occurredAt(this.#content.event) ?? Number.NaN);
      return Number.isNaN(date.getTime()) ? undefined : date;
    });
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.queryText);
  }

  /** The same as a text, as a record keeps it. */
  get queryText(): string {
    return withoutSecrets(this.#query);
  }

  get undocumented(): readonly string[] {
    return undocumentedPaths(this.#definition.codec, this.#content.body);
  }

  get signal(): AbortSignal {
    return this.#deadline.signal;
  }
}

const warn = createWarning('The identity or the time of an event could not be computed, so it has none', 'COMMAND');

/** What a command's own code gives, or `undefined` where it has a fault. */
const withoutFault = <Value>(compute: () => Value | undefined): Value | undefined => {
  try {
    return compute();
  } catch (cause) {
    // The event is delivered without it.
    warn(cause);
    return undefined;
  }
};
