import type { IncomingMessage, ServerResponse } from 'node:http';
import { acknowledge, encode } from './delivery/ack';
import { Deadlines } from './delivery/deadline';
import { internalError } from './delivery/failure';
import { refused, type Ack, type Settled } from './delivery/outcome';
import { receive } from './delivery/receive';
import { reporter } from './delivery/report';
import { warn } from './delivery/warn';
import type { LiveWebhooksOptions, OwnCommands } from './options';
import { resolve } from './resolve';

/** What {@link liveWebhooks} makes: Express middleware, and as it stands a listener for `http.createServer`. */
export interface LiveWebhooks {
  (request: IncomingMessage, response: ServerResponse): void;
  /** The commands that have a handler, sorted: the `CallbackCommandList` for Tencent's `set_callback`. */
  readonly commands: readonly string[];
  /**
   * Waits until every delivery that has arrived is answered, its handler has settled (also a late one) and so has its
   * `onOutcome`. For shutting down: stop accepting requests first. A handler that never settles keeps it waiting: give
   * it a time limit of your own.
   */
  drain(): Promise<void>;
}

/**
 * Makes the middleware that receives Tencent Cloud Live webhooks. It answers every request with HTTP 200 and the
 * mandated JSON, inside the deadline, whatever the request holds and whatever a handler does; it never calls `next`.
 *
 * @throws TypeError when an option is wrong or unknown, in a sentence that says which and how to mend it
 */
export const liveWebhooks = <Own extends OwnCommands = {}>(options: LiveWebhooksOptions<Own>): LiveWebhooks => {
  const service = resolve(options);
  const receiveFor = receive(service);
  const report = reporter(service);
  const deadlines = new Deadlines(service.deadlineMs);
  let underWay = 0;
  const onIdle: (() => void)[] = [];

  const deliver = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const start = performance.now();
    const deadline = deadlines.set(start);
    let settled: Settled;
    try {
      settled = await receiveFor({ request, deadline, receivedAt: new Date(service.now()) });
    } catch (cause) {
      settled = { ending: refused(internalError(cause)) };
    }
    deadlines.clear(deadline);

    const ack = acknowledge(settled);
    write(response, ack);
    // What nobody has read of the body runs off, or the connection serves no other request.
    if (settled.ending.type === 'refused') request.resume();
    await report(settled, ack, start);
    if (settled.pending) await settled.pending;
    if (settled.running) await (await settled.running).pending;
  };

  const leave = (): void => {
    underWay -= 1;
    if (underWay === 0) for (const done of onIdle.splice(0)) done();
  };

  const webhooks = (request: IncomingMessage, response: ServerResponse): void => {
    underWay += 1;
    deliver(request, response).then(leave, (cause: unknown) => {
      // The reply is out by now; what a late handler's own codec may still throw must not end the process.
      warn('A late delivery could not be reported', 'LATE', cause);
      leave();
    });
  };

  return Object.assign(webhooks, {
    commands: Object.keys(options.handlers).toSorted(),
    drain: () => new Promise<void>((done) => (underWay === 0 ? done() : void onIdle.push(done))),
  });
};

const contentType = 'application/json; charset=utf-8';
/** A reply of known length is not chunked and has no trailer, whatever upstream had in mind. */
const ofUnknownLength = ['transfer-encoding', 'trailer'];

const write = (response: ServerResponse, ack: Ack): void => {
  if (response.destroyed) return;
  const body = encode(ack);
  try {
    const set = response.getHeaderNames();
    for (const name of ofUnknownLength) if (set.includes(name)) response.removeHeader(name);
    response.writeHead(200, 'OK', { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
  } catch (cause) {
    // Something upstream may have answered in its place.
    if (!response.headersSent) warn('A reply to Tencent could not be written', 'REPLY', cause);
  }
};
