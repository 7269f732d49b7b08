import type { Delivery } from '../delivery/delivery';
import type { Commands, HandlerOf, OwnCommands } from '../handlers';
import type { InboxFailure } from './failure';

/** One attempt at a queued event. */
export interface Attempted<Name extends string | undefined, Event> {
  /**
   * - `handled`: the handler did its work
   * - `failed`: it did not; the event is retried, or kept as failed after its last attempt
   * - `ignored`: the command is in `ignore`, and the event is completed
   * - `late`: a handler that ran out of time has settled: the second report of an attempt that had `failed`
   */
  readonly type: 'handled' | 'failed' | 'ignored' | 'late';
  /** The command's name; `undefined` for one that is not known here: its name is in `delivery.command`. */
  readonly command: Name;
  /** Counts from 1. */
  readonly attempt: number;
  /** Milliseconds from the beginning of the attempt to its end. */
  readonly durationMs: number;
  /** Present for `failed`, and for `late` when the handler failed in the end. */
  readonly failure?: InboxFailure;
  /** Absent where the queue held no event. */
  readonly delivery?: Delivery;
  /** The payload as its handler gets it; absent where no handler has got one. */
  readonly event?: Event;
  /** The body as received; absent where the queue held no event. */
  readonly rawBody?: Buffer;
}

/** An outcome of any command. */
export type AnyInboxOutcome = Attempted<string | undefined, unknown>;

type EventOfHandler<Handler> = Handler extends (event: infer Event, delivery: Delivery) => unknown ? Event : never;

type NameIn<Own extends OwnCommands> = keyof Commands<Own> & string;

/**
 * How an attempt at a queued event ended. Where `command` is compared with a name, `event` has the payload of that
 * command. For your own commands, `InboxOutcome<typeof commands>`.
 */
export type InboxOutcome<Own extends OwnCommands = {}> =
  | { [Name in NameIn<Own>]: Attempted<Name, EventOfHandler<HandlerOf<Name, Own>>> }[NameIn<Own>]
  | Attempted<undefined, undefined>;
