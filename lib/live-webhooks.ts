import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { acknowledge } from './delivery/ack';
import type { WebhookRequest } from './delivery/context';
import { Deadlines } from './delivery/deadline';
import type { Late, OutcomeDetails } from './delivery/outcome';
import { createReceiver } from './delivery/receive';
import { drainBody, sendReply, type WebhookResponse } from './delivery/reply';
import { createReporter } from './delivery/report';
import { warn } from './delivery/warn';
import type { OwnCommands } from './handlers';
import type { LiveWebhooksOptions } from './options';
import { resolveOptions } from './resolve';

/** What {@link liveWebhooks} creates: Express middleware, and as it stands a listener for `http.createServer`. */
export interface LiveWebhooks {
  /** Answers the request. `next` is never called. */
  (
    request: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
    next?: (error?: unknown) => void,
  ): void;
  /**
   * The commands that have a handler here, sorted: the `CallbackCommandList` for Tencent's `set_callback`. With an inbox,
   * the commands of your workers' handlers belong there too.
   */
  readonly commands: readonly string[];
  /**
   * Waits until every delivery that has arrived is answered, its handler has settled (also a late one), its `onOutcome`
   * too, and the deduplication store is up to date. For shutting down: stop accepting requests first. A handler that
   * never settles keeps it waiting: give it a time limit of your own.
   */
  drain(): Promise<void>;
}

/**
 * Creates the middleware that receives Tencent Cloud Live webhooks. It answers every request with HTTP 200 and the
 * mandated JSON, inside the deadline, whatever the request holds and whatever a handler does, unless it blocks the event
 * loop; it never calls `next`.
 *
 * @example
 * ```ts
 * const webhooks = liveWebhooks({
 *   sdkAppId: 1400000001,
 *   token: 'the token set at Tencent',
 *   handlers: {
 *     'Live.CallbackAfterMemberStateChanged': (event) => console.log(event.RoomId, event.EventType, event.MemberList),
 *     'Live.CallbackBeforeSendGift': (event) => (event.GiftWater.Coins > 5000 ? deny(102101, 'over the limit') : allow()),
 *   },
 * });
 * express().use('/tencent-callback', webhooks).listen(3000);
 * ```
 *
 * @throws TypeError when an option is wrong or unknown, in a sentence that names it and says how to fix it
 */
export const liveWebhooks = <Own extends OwnCommands = {}>(options: LiveWebhooksOptions<Own>): LiveWebhooks => {
  const config = resolveOptions(options);
  const receive = createReceiver(config);
  const report = createReporter(config);
  const deadlines = new Deadlines();
  let inFlight = 0;
  const whenIdle: (() => void)[] = [];

  const deliver = async (request: WebhookRequest, response: WebhookResponse): Promise<void> => {
    inFlight += 1;
    try {
      const start = performance.now();
      const deadline = deadlines.set(config.deadlineMs, start);
      const result = await receive(request, deadline);
      deadlines.clear(deadline);

      const { outcome, lateResult, storeUpdate } = result;
      const ack = acknowledge(result);
      const replyError = sendReply(request, response, ack);
      if (outcome.type === 'refused') drainBody(request);
      const reportEnd = (end: OutcomeDetails | Late): Promise<void> | undefined =>
        report?.({ ack, durationMs: performance.now() - start, ...(replyError && { replyError }), ...end });
      const reported = reportEnd(outcome);
      const lateReported = lateResult?.then(reportEnd);
      // Stryker disable next-line ConditionalExpression: to wait for nothing only takes time.
      if (reported ?? lateReported ?? storeUpdate) await Promise.all([reported, lateReported, storeUpdate]);
    } catch (cause) {
      // The reply is out by now, and an unforeseen fault after it must not end the process.
      warn('A delivery could not be reported', 'REPORT', cause);
    }
    inFlight -= 1;
    if (inFlight === 0) for (const resolve of whenIdle.splice(0)) resolve();
  };

  // Three parameters, as Connect's middleware has: some adapters read the number to see whether to wait for a reply.
  const webhooks = (request: WebhookRequest, response: WebhookResponse, _next?: unknown): void =>
    void deliver(request, response);

  const drain = async (): Promise<void> => {
    if (inFlight > 0) await new Promise<void>((resolve) => whenIdle.push(resolve));
  };

  return Object.assign(webhooks, { commands: Object.keys(options.handlers).toSorted(), drain });
};
