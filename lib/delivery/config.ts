import type { Command, Fallback } from '../commands/command';
import type { DedupeStore } from '../stores/store';
import type { Delivery, EventDelivery } from './delivery';
import type { AnyOutcome } from './outcome';

/** One command as this middleware handles it. */
export interface Route {
  /** The command's documented name. */
  readonly name: string;
  /** False outside the catalogue and the user's own commands. */
  readonly isKnown: boolean;
  /** The outcome's type when the handler has succeeded. */
  readonly successType: 'handled' | 'queued' | 'unknown';
  readonly command: Command;
  /** The user's handler; for `queued`, the inbox. */
  readonly handler: ((event: unknown, delivery: EventDelivery) => unknown) | undefined;
  /** How a before-command is answered when its handler gives no usable verdict. */
  readonly fallback: Fallback | undefined;
}

/** The options, checked and complete: what the stages of a delivery need to know. */
export interface Config {
  readonly sdkAppId: number;
  /** Empty: requests need not be signed. */
  readonly tokens: readonly string[];
  readonly clockToleranceSeconds: number;
  readonly bodyLimitBytes: number;
  readonly deadlineMs: number;
  /** Remembers which after-events were handled. */
  readonly dedupe: { readonly store: DedupeStore; readonly ttlMs: number } | undefined;
  /** By every name of each command. */
  readonly routes: ReadonlyMap<string, Route>;
  readonly onUnknownCommand: ((body: unknown, delivery: Delivery) => unknown) | undefined;
  /** Queues a command outside the catalogue and the user's own; absent where such commands are acknowledged only. */
  readonly queueUnknown: Route['handler'];
  readonly onOutcome: ((outcome: AnyOutcome) => unknown) | undefined;
  /** Unix milliseconds. */
  readonly now: () => number;
}
