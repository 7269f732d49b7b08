import type { Command, Fallback } from '../commands/command';
import type { DedupeStore } from '../stores/store';
import type { Delivery } from './delivery';
import type { Outcome } from './outcome';

/** One command as this mount knows it. */
export interface Route {
  readonly name: string;
  /** What a delivery is when its handler has succeeded; `unknown` outside the catalogue and the user's own commands. */
  readonly endsAs: 'handled' | 'queued' | 'unknown';
  readonly command: Command;
  /** The user's, or for `queued` the inbox. */
  readonly handler: ((event: unknown, delivery: Delivery) => unknown) | undefined;
  /** What a before-command is answered with when its handler gives no usable verdict. */
  readonly fallback: Fallback | undefined;
}

/** The options, checked and complete: what the stages of a delivery need to know. */
export interface Service {
  readonly sdkAppId: number;
  /** Empty: requests need not be signed. */
  readonly tokens: readonly string[];
  readonly clockToleranceSeconds: number;
  readonly bodyLimitBytes: number;
  readonly deadlineMs: number;
  /** Remembers after-events that were handled. */
  readonly dedupe: { readonly store: DedupeStore; readonly ttlMs: number } | undefined;
  /** By every name a command goes by. */
  readonly routes: ReadonlyMap<string, Route>;
  readonly onUnknownCommand: ((body: unknown, delivery: Delivery) => unknown) | undefined;
  readonly onOutcome: ((outcome: Outcome) => unknown) | undefined;
  /** Unix milliseconds. */
  readonly now: () => number;
}
