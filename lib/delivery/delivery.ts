import type { AfterCommand, BeforeCommand, Command } from '../commands/command';
import { sha256 } from './sha256';

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
   * event. `undefined` where nothing does, as with gifts.
   */
  readonly eventId: string | undefined;
  /** When it happened, by Tencent's clock. `undefined` where the payload does not say. No order is promised. */
  readonly occurredAt: Date | undefined;
  /** When the request arrived, by this server's clock. */
  readonly receivedAt: Date;
  /** Your SDKAppID. */
  readonly sdkAppId: number;
  /** Counts from 1; more only where an inbox tries a failed handler again. */
  readonly attempt: number;
  /** The address of the user's client, as Tencent reports it. Not on every page, so not in every request. */
  readonly clientIp: string | undefined;
  /** The platform of the user's client. Not on every page, so not in every request. */
  readonly platform: Platform | undefined;
  /** The body as it was received; where `express.json()` had parsed it already, that object written out again. */
  readonly rawBody: Buffer;
  /** Aborted when the deadline passes: hand it to `fetch` and the like. Never aborted once the reply is out. */
  readonly signal: AbortSignal;
}

/** The handler of a command: a before-command's returns its verdict, an after-command's nothing, or a Promise. */
export type HandlerOf<C> =
  C extends BeforeCommand<infer Event, infer Verdict>
    ? (event: Event, delivery: Delivery) => Verdict | Promise<Verdict>
    : C extends AfterCommand<infer Event>
      ? (event: Event, delivery: Delivery) => void | Promise<unknown>
      : never;

/** What is known of a delivery at once. */
export type DeliveryFacts = Omit<Delivery, 'eventId' | 'occurredAt' | 'signal'>;

/** The payload as decoded, and the body it was decoded from. */
interface Content {
  readonly event: unknown;
  readonly body: unknown;
}

/**
 * A delivery whose further members are worked out when asked for: they cost something, or run code of the command's
 * author. A class, because getters of an object literal are made anew, and slowly, for each one.
 */
export class EventDelivery implements Delivery {
  readonly command: string;
  readonly urlCommand: string;
  readonly receivedAt: Date;
  readonly sdkAppId: number;
  readonly attempt: number;
  readonly clientIp: string | undefined;
  readonly platform: Platform | undefined;
  readonly rawBody: Buffer;

  readonly #content: Content;
  readonly #definition: Pick<Command, 'identity' | 'occurredAt'>;
  readonly #time: { readonly signal: AbortSignal };

  constructor(
    facts: DeliveryFacts,
    content: Content,
    definition: Pick<Command, 'identity' | 'occurredAt'>,
    time: { readonly signal: AbortSignal },
  ) {
    this.command = facts.command;
    this.urlCommand = facts.urlCommand;
    this.receivedAt = facts.receivedAt;
    this.sdkAppId = facts.sdkAppId;
    this.attempt = facts.attempt;
    this.clientIp = facts.clientIp;
    this.platform = facts.platform;
    this.rawBody = facts.rawBody;
    this.#content = content;
    this.#definition = definition;
    this.#time = time;
  }

  get eventId(): string | undefined {
    const { event, body } = this.#content;
    try {
      const identity = this.#definition.identity(event, body);
      if (identity === undefined) return undefined;
      return sha256(JSON.stringify([this.sdkAppId, this.command, identity]), 'base64url');
    } catch {
      // Nested too deep for JSON, no JSON value, or a fault in the command's own `identity`: the event goes unprotected.
      return undefined;
    }
  }

  get occurredAt(): Date | undefined {
    const date = new Date(this.#definition.occurredAt(this.#content.event) ?? Number.NaN);
    return Number.isNaN(date.getTime()) ? undefined : date;
  }

  get signal(): AbortSignal {
    return this.#time.signal;
  }
}
