import type { Catalogue } from './commands';
import type { AfterCommand, BeforeCommand, Fallback } from './commands/command';
import type { Delivery, HandlerOf } from './delivery/delivery';
import type { Outcome } from './delivery/outcome';
import type { Inbox } from './inbox/inbox';
import type { DedupeStore } from './stores/store';

/** The user's own commands: made by `after(codec)` or `before(codec, reply)`. */
export type OwnCommands = Readonly<Record<string, AfterCommand<unknown> | BeforeCommand<unknown, unknown>>>;

/** The catalogue together with the user's own commands. */
export type Commands<Own extends OwnCommands> = string extends keyof Own ? Catalogue : Omit<Catalogue, keyof Own> & Own;

/** One handler for each command you care about. */
export type Handlers<Own extends OwnCommands = {}> = {
  readonly [Name in keyof Commands<Own>]?: HandlerOf<Commands<Own>[Name]>;
};

/** Names of the commands that wait for a verdict. */
export type BeforeCommandName<Own extends OwnCommands = {}> = {
  [Name in keyof Commands<Own>]: Commands<Own>[Name] extends { readonly kind: 'before' } ? Name : never;
}[keyof Commands<Own>];

/** What {@link liveWebhooks} is told. A wrong or unknown option throws a `TypeError` at once. */
export interface LiveWebhooksOptions<Own extends OwnCommands = {}> {
  /** Your SDKAppID, as a number or a string of digits. Requests for another application are refused. */
  readonly sdkAppId: number | string;
  /**
   * One handler for each command you care about; a command without one is acknowledged and reported as `ignored`.
   * A before-command's handler returns a verdict.
   */
  // `Own` is told by `commands` alone: inferred from here, it would make every inline handler's event `unknown`.
  readonly handlers: Handlers<NoInfer<Own>>;
  /** Your own commands, by the name that the body's `CallbackCommand` carries. Default: none. */
  readonly commands?: Own | undefined;
  /**
   * The token set at Tencent, 1 to 128 characters, or several while you rotate it or share the URL with Chat. When
   * set, every request must be signed. Default (also `undefined`): none, requests are not authenticated beyond their
   * SDKAppID.
   */
  readonly token?: string | readonly string[] | undefined;
  /** How far a signed request's time may be from this server's clock, in seconds, both ways. Default 60. */
  readonly clockToleranceSeconds?: number | undefined;
  /** The largest body, in bytes as received. Default 1 MiB. */
  readonly bodyLimitBytes?: number | undefined;
  /** Milliseconds from a request's arrival to its reply. Default 1500: Tencent gives up at 2000. */
  readonly deadlineMs?: number | undefined;
  /**
   * What a before-command is answered with when its handler fails, is late or gives no usable verdict, or its body does
   * not decode. Defaults to what Tencent does by itself when nobody answers: a gift is denied, a message allowed.
   */
  readonly fallback?: { readonly [Name in BeforeCommandName<Own>]?: Fallback } | undefined;
  /**
   * Handles an after-event once, however often it is delivered. Not together with `inbox`, which does so itself.
   * Default: off.
   */
  readonly dedupe?:
    | {
        /** A `memoryStore()`, or a `redisStore(…)` for several processes. */
        readonly store: DedupeStore;
        /** How long a handled event is remembered, in milliseconds. Default 600,000: ten minutes. */
        readonly ttlMs?: number | undefined;
      }
    | undefined;
  /**
   * Puts every after-event of a known command into a durable queue, and replies once it is there; workers run the
   * handlers. Here, only the handlers of before-commands run. Default: none.
   */
  readonly inbox?: Inbox | undefined;
  /**
   * Called once per delivery after the reply, and once more when a late handler settles. May be async. What it throws
   * changes nothing; the first such error is a process warning.
   */
  readonly onOutcome?: ((outcome: Outcome) => unknown) | undefined;
  /** Called with the parsed body of a command outside the catalogue and `commands`; runs and fails like a handler. */
  readonly onUnknownCommand?: ((body: unknown, delivery: Delivery) => unknown) | undefined;
  /** The clock, in Unix milliseconds, for tests. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}
