import { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import type { Writable } from 'node:stream';
import { serializeAck } from './ack';
import type { WebhookRequest } from './context';
import type { Ack } from './outcome';
import { warn } from './warn';

export type WebhookResponse = ServerResponse | Http2ServerResponse;

const contentType = 'application/json; charset=utf-8';

/** What upstream may have set for a reply of its own. Ours is not chunked, has no trailer, and is not compressed. */
const headersOfOtherReplies = new Set(['transfer-encoding', 'trailer', 'content-encoding']);

/**
 * Writes the acknowledgement, once, whatever upstream has done to the response; never throws. Gives the reason when
 * Tencent cannot have received it as it should.
 */
export const sendReply = (request: WebhookRequest, response: WebhookResponse, ack: Ack): Error | undefined => {
  try {
    const body = serializeAck(ack);
    const hasBegun = response.headersSent;
    if (hasBegun && response.writableEnded) return new Error('Something upstream had already sent a reply.');
    const isHttp2 = request.httpVersionMajor === 2;
    if (connectionOf(response, isHttp2).destroyed) return new Error('The connection was closed before the reply.');
    if (hasBegun) {
      // An open reply would hold the connection.
      response.end(body);
      return new Error('Something upstream had begun a reply of its own.');
    }
    writeHead(response, isHttp2, Buffer.byteLength(body));
    // A reply to HEAD has no body, and a server may be set to refuse one.
    if (request.method === 'HEAD') response.end();
    else if (isHttp2) response.end(body);
    else endInOnePiece(response as ServerResponse, body);
    return undefined;
  } catch (cause) {
    warn('A reply to Tencent could not be written', 'REPLY', cause);
    abort(response);
    return new Error('The reply could not be written.', { cause });
  }
};

/** What says that a client has gone: in HTTP/2 the response's stream, not the response. */
const connectionOf = (response: WebhookResponse, isHttp2: boolean): Writable => {
  const stream = isHttp2 ? (response as Http2ServerResponse).stream : undefined;
  return stream ?? response;
};

const writeHead = (response: WebhookResponse, isHttp2: boolean, length: number): void => {
  // An imitation of a response may keep no headers.
  for (const name of response.getHeaderNames?.() ?? [])
    if (headersOfOtherReplies.has(name)) response.removeHeader(name);
  const headers = { 'Content-Type': contentType, 'Content-Length': length };
  // HTTP/2 has no status text, and warns about one.
  if (isHttp2) response.writeHead(200, headers);
  else (response as ServerResponse).writeHead(200, 'OK', headers);
};

const { prototype: native } = ServerResponse;

/**
 * Ends a reply whose head is written. Node's `end(body)` gives the socket a second, empty piece, which takes an app
 * a few per cent more CPU time. What upstream has wrapped, as a logger of bodies does, is called as it is used to.
 */
const endInOnePiece = (response: ServerResponse, body: string): void => {
  const { socket } = response;
  const isPlain = response.write === native.write && response.end === native.end;
  // A reply that waits for the one before it on its connection has no socket yet.
  if (!socket || !isPlain) {
    response.end(body);
    return;
  }
  socket.cork();
  response.write(body);
  socket.uncork();
  response.end();
};

/** Drains the unread body of a refused request, so that a keep-alive connection can serve its next request. */
export const drainBody = (request: WebhookRequest): void => {
  try {
    request.resume();
  } catch {
    // An imitation of a request may be no stream, and then there is nothing to drain.
  }
};

/** Closes a connection that would otherwise wait for the end of a reply. */
const abort = (response: WebhookResponse): void => {
  try {
    response.destroy();
  } catch {
    // The connection is out of reach, and the outcome has the reason.
  }
};
