import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readBody } from './record-body';
import { createFailReply, NoReplyError } from './record-failure';
import { createForwarder, type RawReply } from './record-forward';
import type { Exchange } from './record-line';

/** Less than the 2 seconds that Tencent waits, so that there is time for the way back. */
const deadlineMs = 1900;

/** The most that the bodies of all requests in flight may hold together. */
const totalLimitBytes = 2 ** 28;

/** Passes requests on to an app. */
export interface Proxy {
  readonly listener: RequestListener;
  /** Resolves when all requests in flight have been answered. From then on each connection ends with its reply. */
  stop(): Promise<void>;
}

/**
 * Creates a proxy that passes requests on byte for byte, and answers with the replies of the app. If the app has no
 * reply in time, the answer is a FAIL acknowledgement. `record` is called after each reply, so that no reply waits for it.
 */
export const createProxy = (app: URL, record: (exchange: Exchange) => void): Proxy => {
  const forwarder = createForwarder(app);
  const inFlight = new Set<Promise<void>>();
  let isStopping = false;
  let heldBytes = 0;
  const reserve = (bytes: number): boolean => {
    if (heldBytes + bytes > totalLimitBytes) return false;
    heldBytes += bytes;
    return true;
  };

  const exchange = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '', rawHeaders } = request;
    const time = new Date();
    const start = performance.now();
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), deadlineMs);

    const { bytes: body, failure } = await readBody(request, reserve, deadline.signal);
    const result =
      failure ??
      (await forwarder
        .send({ method, path, rawHeaders, body }, deadline.signal)
        .catch((error: unknown) => explain(error, deadline.signal)));
    clearTimeout(timer);

    const reply = result instanceof NoReplyError ? createFailReply(result) : result;
    const isSenderGone = response.destroyed;
    writeReply(response, reply);
    if (isStopping) response.once('finish', () => request.socket.end());
    record({
      time,
      method,
      path,
      rawHeaders,
      body,
      isBodyCut: failure !== undefined,
      reply: isSenderGone ? undefined : reply,
      ms: performance.now() - start,
      error: result instanceof NoReplyError ? result.message : undefined,
    });
    heldBytes -= body.length;
  };

  return {
    listener: (request, response) => {
      const exchanged = exchange(request, response)
        .catch(() => response.destroy())
        .then(() => void inFlight.delete(exchanged));
      inFlight.add(exchanged);
    },
    async stop() {
      isStopping = true;
      await Promise.all(inFlight);
      forwarder.close();
    },
  };
};

const explain = (error: unknown, deadline: AbortSignal): NoReplyError => {
  if (deadline.aborted) return new NoReplyError(504, 'The app did not reply in time.');
  const { message, code } = error as NodeJS.ErrnoException;
  // An error that stands for several failed addresses has a code but no message.
  return new NoReplyError(502, 'The app did not reply.', `The app did not reply: ${message || code}.`);
};

const writeReply = (response: ServerResponse, { status, statusMessage, rawHeaders, body }: RawReply): void => {
  response.sendDate = false;
  response.writeHead(status, statusMessage, [...rawHeaders]);
  response.end(body);
};
