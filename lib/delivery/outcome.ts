import type { Fallback } from '../commands/command';
import type { Reply } from '../commands/reply';
import type { Delivery } from './delivery';
import type { Failure } from './failure';

/** What Tencent reads, always with HTTP status 200. Page 64412. */
export interface Ack extends Reply {
  /** `FAIL` for a failure that no fallback allows. A verdict is `OK`, also one against the user's action. */
  readonly ActionStatus: 'OK' | 'FAIL';
  /** A verdict's text, or a failure's message; otherwise empty. */
  readonly ErrorInfo: string;
}

/** An authentic delivery of a command that the body or the URL names. */
export interface Matched<Name extends string | undefined = string | undefined, Event = unknown> {
  /**
   * The command's name; `undefined` for one outside the catalogue and your own commands. The sender chooses such a name,
   * which is in `delivery.command`: metrics labelled with `command` stay few.
   */
  readonly command: Name;
  /** Everything around the event. */
  readonly delivery: Delivery;
  /** The payload as its handler gets it; absent where there is no handler, or no codec. */
  readonly event?: Event;
  /** The body as received. */
  readonly rawBody: Buffer;
  /** The deduplication store failed or was slow when it was asked, so a duplicate may have been handled again. */
  readonly storeError?: Error;
}

/**
 * A delivery that was acknowledged:
 *
 * - `handled`: the handler did its work, or gave its verdict
 * - `queued`: the event is durable in the inbox; a worker will handle it
 * - `duplicate`: the event was handled before, in another delivery
 * - `ignored`: a known command that has no handler here
 * - `unknown`: a command outside the catalogue and the user's own commands
 */
export interface Succeeded<Name extends string | undefined = string | undefined, Event = unknown> extends Matched<
  Name,
  Event
> {
  readonly type: 'handled' | 'queued' | 'duplicate' | 'ignored' | 'unknown';
  readonly failure?: undefined;
}

/** Turned down before any handler ran. */
export interface Refused<Name extends string = string> {
  readonly type: 'refused';
  /** Why. */
  readonly failure: Failure;
  /**
   * Present when the request was authentic and the command is known: the body's command, or the URL's where the body
   * could not be read.
   */
  readonly command?: Name;
  readonly delivery?: undefined;
  readonly event?: undefined;
  readonly storeError?: undefined;
  /** The body, where it was received: keep it if nothing may be lost. */
  readonly rawBody?: Buffer;
  /** The answer in place of a verdict. */
  readonly fallback?: Fallback;
}

/** The handler threw, was late, or gave a verdict that the command cannot express; or the inbox did not take the event. */
export interface Failed<Name extends string | undefined = string | undefined, Event = unknown> extends Matched<
  Name,
  Event
> {
  readonly type: 'failed';
  /** Why. */
  readonly failure: Failure;
  /** The answer in place of a verdict. */
  readonly fallback?: Fallback;
}

/** A late handler, or inbox, has settled after the reply: the second report of a delivery that was `failed`. */
export interface Late<Name extends string | undefined = string | undefined, Event = unknown> extends Matched<
  Name,
  Event
> {
  readonly type: 'late';
  /** Absent when the handler did its work in the end, or the event was queued. */
  readonly failure?: Failure;
}

/** How the reply went. */
export interface Reported {
  /** The acknowledgement. */
  readonly ack: Ack;
  /** Milliseconds from arrival to reply; for `late`, to the end of the handler. */
  readonly durationMs: number;
  /**
   * Present when the acknowledgement could not be sent as it should: the connection was closed, something upstream had
   * begun or finished a reply of its own, or `response.end` threw.
   */
  readonly replyError?: Error;
}

/** What is known of a delivery's end before its reply is sent. */
export type OutcomeDetails = Succeeded | Refused | Failed;

/** An outcome of any command. */
export type AnyOutcome = (OutcomeDetails | Late) & Reported;

/** What the stages of a delivery lead to. */
export interface DeliveryResult {
  readonly outcome: OutcomeDetails;
  /** The handler's verdict as Tencent reads it. */
  readonly reply?: Reply | undefined;
  /** Settles with a handler that was late; never rejects. */
  readonly lateResult?: Promise<Late>;
  /** Settles when the deduplication store knows the result; never rejects. */
  readonly storeUpdate?: Promise<void> | undefined;
}

/** The result of a delivery that ends with a failure before its handler, together with what is known of it by then. */
export const refuse = (
  failure: Failure,
  route?: { readonly name: string; readonly fallback: Fallback | undefined },
  rawBody?: Buffer,
): DeliveryResult => ({
  outcome: {
    type: 'refused',
    failure,
    ...(route && { command: route.name, ...(route.fallback && { fallback: route.fallback }) }),
    ...(rawBody && { rawBody }),
  },
});
