import type { IncomingMessage } from 'node:http';
import { NoReplyError } from './record-failure';

/** What was received of a body. */
export interface ReceivedBody {
  readonly bytes: Buffer;
  /** Why the body is incomplete. */
  readonly failure: NoReplyError | undefined;
}

/** Four times what the middleware accepts by default. */
const limitBytes = 2 ** 22;

/**
 * Reads a body until it is complete, too large or too late. What is not read any more is drained, so that the connection
 * can serve its next request.
 *
 * @param reserve whether there is memory for so many more bytes
 */
export const readBody = (
  request: IncomingMessage,
  reserve: (bytes: number) => boolean,
  signal: AbortSignal,
): Promise<ReceivedBody> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (failure?: NoReplyError): void => {
      request.off('data', add).resume();
      resolve({ bytes: Buffer.concat(chunks), failure });
    };
    const add = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > limitBytes) finish(new NoReplyError(413, `The body has more than ${limitBytes} bytes.`));
      else if (!reserve(chunk.length)) finish(new NoReplyError(503, 'The recorder holds too many requests.'));
      else chunks.push(chunk);
    };
    request.on('data', add);
    request.on('end', () => finish());
    request.on('close', () => finish(new NoReplyError(400, 'The sender closed the connection.')));
    signal.addEventListener('abort', () => finish(new NoReplyError(408, 'The request was not complete in time.')));
  });
