import { types } from 'node:util';
import * as E from 'fp-ts/Either';
import type { Handlers, OwnCommands } from '../handlers';
import { handlerFailed, handlerLate, type InboxFailure } from './failure';
import type { AnyInboxOutcome, InboxOutcome } from './outcome';
import { createPreparer } from './prepare';
import { resolveProcessorOptions } from './processor-options';
import { createInboxReporter } from './report';
import { runWithin, type HandlerResult } from './time-limit';

/** The options of {@link createProcessor}. A wrong or unknown one throws a `TypeError` at once. */
export interface ProcessorOptions<Own extends OwnCommands = {}> {
  /** Your own commands, the same as the web processes have. */
  readonly commands?: Own | undefined;
  /**
   * Called once per attempt, and once more when a handler that ran out of time settles after all. May be async; neither
   * its time nor its failure affects the event, and closing the worker does not wait for it. The first such failure is a
   * process warning.
   */
  readonly onOutcome?: ((outcome: InboxOutcome<NoInfer<Own>>) => unknown) | undefined;
  /**
   * Milliseconds a handler may take. Then `delivery.signal` is aborted, and the attempt has failed even if the handler
   * goes on. Default 60,000.
   */
  readonly timeoutMs?: number | undefined;
  /** Commands whose events are completed without a handler, also ones that are not known here. Default: none. */
  readonly ignore?: readonly string[] | undefined;
  /**
   * `'room'`: within this process, the events of one room are handled one after the other, in the order in which the
   * queue gives them. Several worker processes, retries, and handlers that go on after `timeoutMs` still change the
   * order. Default: no order.
   */
  readonly orderedBy?: 'room' | undefined;
}

/**
 * Handles what a queue kept. Resolves when the event is completed. Rejects when the attempt has failed, and the event
 * must be retried; where `isPermanent` says so of the error, it must not be.
 *
 * @param record an `InboxRecord`, as JSON
 * @param attempt counts from 1
 * @param signal aborted when the queue wants the attempt to end
 */
export type Processor = (record: unknown, attempt: number, signal?: AbortSignal) => Promise<void>;

/**
 * Creates what a worker of any queue runs: the command's handler, with the same event and delivery as in the web
 * process. An event without a handler here fails: it is never completed unhandled, unless its command is in `ignore`.
 *
 * @throws TypeError when an option or a handler is wrong, in a sentence that names it and says how to fix it
 */
export const createProcessor = <Own extends OwnCommands = {}>(
  handlers: Handlers<NoInfer<Own>>,
  options: ProcessorOptions<Own> = {},
): Processor => {
  const { routes, ignored, onOutcome, timeoutMs, schedule } = resolveProcessorOptions(handlers, options);
  const prepare = createPreparer({ routes, ignored, timeoutMs });
  const reportOutcome = createInboxReporter(onOutcome);

  return async (data, attempt, engineSignal) => {
    const controller = new AbortController();
    const prepared = await prepare(data, attempt, controller.signal);
    const { details } = prepared;
    let start = performance.now();
    const report = (type: AnyInboxOutcome['type'], failure?: InboxFailure): void =>
      reportOutcome({
        type,
        ...details,
        attempt,
        durationMs: performance.now() - start,
        ...(failure && { failure }),
      });
    const fail = (failure: InboxFailure): never => {
      report('failed', failure);
      throw toError(failure);
    };
    if (prepared.type === 'ignored') return report('ignored');
    if (prepared.type === 'failed') return fail(prepared.failure);

    const { command, roomId, handle } = prepared;
    await schedule(roomId, async () => {
      start = performance.now();
      const run = await runWithin(timeoutMs, controller, engineSignal, handle);
      if (run.type === 'late') {
        const reportLate = (settled: HandlerResult): void =>
          report('late', E.isLeft(settled) ? handlerFailed(command, settled.left.cause) : undefined);
        void run.settled.then(reportLate);
        return fail(handlerLate(command, timeoutMs));
      }
      if (E.isLeft(run.settled)) return fail(handlerFailed(command, run.settled.left.cause));
      report('handled');
    });
  };
};

/** What the queue gets to see: the handler's own error where it threw one. */
const toError = ({ message, cause }: InboxFailure): Error =>
  types.isNativeError(cause) ? cause : new Error(message, { cause });
