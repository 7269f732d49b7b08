import type { Fallback, Reply } from '../commands/command';
import type { Delivery } from './delivery';
import type { Failure } from './failure';

/** What Tencent wants to read, always with HTTP status 200. Page 64412. */
export interface Ack extends Reply {
  /** `FAIL` for a failure that no fallback allows. A verdict is `OK`, also one against the user's action. */
  readonly ActionStatus: 'OK' | 'FAIL';
  /** A verdict's text, or a failure's message; otherwise empty. */
  readonly ErrorInfo: string;
}

/** A delivery whose command was made out. */
interface Reached {
  /** The command's name; for `unknown`, the one the body carries. */
  readonly command: string;
  /** What its handler got, or would have got. */
  readonly delivery: Delivery;
  /** The payload as the handler got it; where there was none, the body as parsed. */
  readonly event: unknown;
  /** The body as received. */
  readonly rawBody: Buffer;
  /** The deduplication store failed or was slow when asked, so that a duplicate may have been handled again. */
  readonly storeUnavailable?: true;
}

/** The handler did its work, or gave its verdict. */
export interface Handled extends Reached {
  readonly type: 'handled';
  readonly failure?: undefined;
}

/** The event is durable in the inbox; a worker will handle it. */
export interface Queued extends Reached {
  readonly type: 'queued';
  readonly failure?: undefined;
}

/** The event was handled before, in another delivery. */
export interface Duplicate extends Reached {
  readonly type: 'duplicate';
  readonly failure?: undefined;
}

/** A command of the catalogue that has no handler here. */
export interface Ignored extends Reached {
  readonly type: 'ignored';
  readonly failure?: undefined;
}

/** A command outside the catalogue. */
export interface Unknown extends Reached {
  readonly type: 'unknown';
  readonly failure?: undefined;
}

/** Turned down before any handler ran. */
export interface Refused {
  readonly type: 'refused';
  /** Why. */
  readonly failure: Failure;
  /** Present when the request was authentic: the body's command, or the URL's where the body could not be read. */
  readonly command?: string;
  readonly delivery?: undefined;
  /** The body, where it was received: keep it if nothing may be lost. */
  readonly rawBody?: Buffer;
  /** What answered in place of a verdict. */
  readonly fallback?: Fallback;
}

/** The handler threw, was late, or gave a verdict that the command cannot express; or the inbox did not take the event. */
export interface Failed extends Reached {
  readonly type: 'failed';
  /** Why. */
  readonly failure: Failure;
  /** What answered in place of a verdict. */
  readonly fallback?: Fallback;
}

/** A late handler, or inbox, has settled after all: the second report of a delivery that was `failed`. */
export interface Late extends Reached {
  readonly type: 'late';
  /** Absent when the handler did its work in the end, or the event was queued. */
  readonly failure?: Failure;
}

/** How the stages leave a delivery. @inline */
export type Ending = Handled | Queued | Duplicate | Ignored | Unknown | Refused | Failed;

/** How a delivery ended and what was answered. Never holds a token or a signature. */
export type Outcome = (Ending | Late) & {
  /** The acknowledgement that was sent; nobody read it where the client had gone, or something upstream had answered. */
  readonly ack: Ack;
  /** Milliseconds from arrival to reply; for `late`, to the end of the handler. */
  readonly durationMs: number;
};

/** An ending, and what of the delivery is still going on when the reply is due. */
export interface Settled {
  readonly ending: Ending;
  /** What a verdict says to Tencent. */
  readonly reply?: Reply;
  /** The store being told; never rejects. */
  readonly pending?: Promise<unknown>;
  /** A late handler; never rejects. */
  readonly running?: Promise<Settled>;
}

/** Ends a delivery with a failure, together with what is known of it by then. */
export const refused = (
  failure: Failure,
  route?: { readonly name: string; readonly fallback: Fallback | undefined },
  rawBody?: Buffer,
): Refused => ({
  type: 'refused',
  failure,
  ...(route && { command: route.name, ...(route.fallback && { fallback: route.fallback }) }),
  ...(rawBody && { rawBody }),
});
