import type { Failure, Issue } from '../delivery/failure';
import { printable } from '../delivery/printable';
import { isPermanent } from './permanent';

/**
 * Why an attempt at a queued event failed. `type` is stable: switch on it, label metrics with it. The event is retried,
 * unless `isPermanent` says otherwise.
 */
export interface InboxFailure {
  /**
   * - `bad-record`: the queue gave something that is no event
   * - `unknown-command`: no command of this name is known to this worker
   * - `no-handler`: the command has no handler in this worker, and is not in `ignore`
   * - `bad-payload`: the body does not decode in this worker
   * - `handler-failed`: the handler threw; `cause` is what
   * - `handler-late`: the handler did not finish within `timeoutMs`
   * - `internal-error`: a fault in a codec of your own, or in this package; `cause` is what was thrown
   */
  readonly type:
    | 'bad-record'
    | 'unknown-command'
    | 'no-handler'
    | 'bad-payload'
    | 'handler-failed'
    | 'handler-late'
    | 'internal-error';
  /** What was wrong, with which command, and what to do. Holds nothing of the body. */
  readonly message: string;
  /** The handler threw `permanent(…)`: the event is not retried. */
  readonly isPermanent: boolean;
  /** Each field that is wrong, for `bad-payload`. */
  readonly issues?: readonly Issue[];
  /** Whatever was thrown, for `handler-failed` and `internal-error`. */
  readonly cause?: unknown;
}

const quote = (command: string): string => `"${printable(command)}"`;

export const badRecord = (fault: string): InboxFailure => ({
  type: 'bad-record',
  isPermanent: false,
  message:
    `The queue holds no event here: ${fault}. If Redis evicts keys, set maxmemory-policy noeviction; otherwise see what ` +
    'else writes to this queue, and whether this worker is older than the web processes.',
});

export const unknownCommand = (command: string): InboxFailure => ({
  type: 'unknown-command',
  isPermanent: false,
  message:
    `This worker knows no command ${quote(command)}. Deploy a version that does, or define it in the worker's commands, ` +
    `or set ignore: [${quote(command)}] to complete its events unhandled.`,
});

export const noHandler = (command: string): InboxFailure => ({
  type: 'no-handler',
  isPermanent: false,
  message:
    `This worker has no handler for ${quote(command)}. Deploy one that has, or set ignore: [${quote(command)}] to complete ` +
    'its events unhandled.',
});

export const undecodable = (command: string, failure: Failure): InboxFailure => ({
  type: failure.type === 'bad-payload' ? 'bad-payload' : 'internal-error',
  isPermanent: false,
  message:
    `${quote(command)} does not decode here. ${failure.message} Give the worker the same version and the same commands ` +
    'as the web processes.',
  ...('issues' in failure && { issues: failure.issues }),
  ...('cause' in failure && { cause: failure.cause }),
});

export const handlerFailed = (command: string, cause: unknown): InboxFailure => ({
  type: 'handler-failed',
  isPermanent: isPermanent(cause),
  message: `The handler of ${quote(command)} failed. The failure's cause is what it threw.`,
  cause,
});

export const handlerLate = (command: string, timeoutMs: number): InboxFailure => ({
  type: 'handler-late',
  isPermanent: false,
  message:
    `The handler of ${quote(command)} did not finish within ${timeoutMs} ms. Give delivery.signal to what it waits for, ` +
    'or raise timeoutMs.',
});
