import type { Fallback } from './commands/command';
import type { Delivery } from './delivery/delivery';
import type { AfterCommandName, BeforeCommandName, Handlers, Outcome, OwnCommands } from './handlers';
import type { Inbox } from './inbox/inbox';
import type { DedupeStore } from './stores/store';

/** The options of {@link liveWebhooks}. A wrong or unknown one throws a `TypeError` at once. */
export interface LiveWebhooksOptions<Own extends OwnCommands = {}> {
  /** Your SDKAppID, as a number or a string of digits. Requests for another application are refused. */
  readonly sdkAppId: number | string;
  /**
   * One handler for each command you care about; a command without one is acknowledged and reported as `ignored`.
   * A before-command's handler returns a verdict.
   */
  // `Own` is inferred from `commands` alone: inferred from here, it would make every inline handler's event `unknown`.
  readonly handlers: Handlers<NoInfer<Own>>;
  /** Your own commands, by the name that the body's `CallbackCommand` carries. Default: none. */
  readonly commands?: Own | undefined;
  /**
   * The token set at Tencent, 1 to 128 characters, or several while you rotate it or share the URL with Chat: every
   * request must be signed. `false`: requests are not signed, so anybody who knows your SDKAppID and the callback URL can
   * post events. Left out, it means the same, and a process warning says so once. Present but `undefined`, `null` or
   * empty it throws: an unset environment variable must not switch authentication off.
   */
  readonly token?: string | readonly string[] | false | undefined;
  /** How far a signed request's time may be from this server's clock, in seconds, both ways. Default 60. */
  readonly clockToleranceSeconds?: number | undefined;
  /** The largest body, in bytes as received. Default 1 MiB. */
  readonly bodyLimitBytes?: number | undefined;
  /** Milliseconds from a request's arrival to its reply, at most 1900. Default 1500: Tencent gives up at 2000. */
  readonly deadlineMs?: number | undefined;
  /**
   * The answer to a before-command whose handler fails, is late or gives no usable verdict, or whose body cannot be
   * read, is not JSON or does not decode. Defaults to what Tencent does when there is no answer: a gift is denied, a message allowed.
   */
  readonly fallback?: { readonly [Name in BeforeCommandName<Own>]?: Fallback | undefined } | undefined;
  /**
   * Handles an after-event once, however often it is delivered. Not together with `inbox`, which does so itself.
   * Default: off.
   */
  readonly dedupe?:
    | {
        /** A `memoryStore()`, or a `redisStore(…)` for several processes. Events of two Express mount paths are told apart. */
        readonly store: DedupeStore;
        /** How long a handled event is remembered, in milliseconds. Default 600,000: ten minutes. */
        readonly ttlMs?: number | undefined;
      }
    | undefined;
  /**
   * Puts after-events into a durable queue, and replies once they are there; workers run the handlers. Here, only the
   * handlers of before-commands run. Every known after-command is queued, whether or not it has a handler here, except
   * those in `ignore`: a web process need not know which handlers the workers have. Default: none.
   */
  readonly inbox?: Inbox | undefined;
  /** With an inbox: known after-commands to acknowledge without queueing them, reported as `ignored`. Default: none. */
  readonly ignore?: readonly AfterCommandName<Own>[] | undefined;
  /**
   * With an inbox: what to do with commands outside the catalogue and `commands`. `'queue'` puts them into the inbox, for
   * workers that were deployed with a newer version than this process; before-commands, which want a verdict at once,
   * are acknowledged all the same. Not together with `onUnknownCommand`. Default `'acknowledge'`: the event is reported as
   * `unknown`, and not kept.
   */
  readonly unknownCommands?: 'acknowledge' | 'queue' | undefined;
  /**
   * Called once per delivery after the reply, and once more when a late handler settles. May be async. What it throws
   * changes nothing; the first such error is a process warning.
   */
  readonly onOutcome?: ((outcome: Outcome<NoInfer<Own>>) => unknown) | undefined;
  /**
   * Called with the parsed body of a command outside the catalogue and `commands`. When it fails or is late, the outcome
   * is `failed`, and the reply is still `OK`. Not together with `unknownCommands: 'queue'`.
   */
  readonly onUnknownCommand?: ((body: unknown, delivery: Delivery) => unknown) | undefined;
  /** The clock, in Unix milliseconds, for tests. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}
