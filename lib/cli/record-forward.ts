import * as http from 'node:http';
import * as https from 'node:https';
import { joinPath } from './record-path';

/** A request as it was received. */
export interface RawRequest {
  readonly method: string;
  /** The path and the query string. */
  readonly path: string;
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** A reply as it was received. */
export interface RawReply {
  readonly status: number;
  readonly statusMessage: string;
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** Far more than an acknowledgement needs. */
const replyLimitBytes = 2 ** 20;

/** Passes requests on to one server. */
export interface Forwarder {
  /** Resolves to the complete reply. Rejects if there is none, also when the signal is aborted. */
  send(request: RawRequest, signal: AbortSignal): Promise<RawReply>;
  /** Closes the connections. */
  close(): void;
}

/** Creates a forwarder that keeps its connections alive, as Tencent does, and changes nothing in a request but its path. */
export const createForwarder = (target: URL): Forwarder => {
  const { Agent, request: open } = target.protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true });

  const send = (sent: RawRequest, signal: AbortSignal): Promise<RawReply> =>
    new Promise((resolve, reject) => {
      const { method, body } = sent;
      const headers = withLength(sent.rawHeaders);
      const path = joinPath(target, sent.path);
      const request = open(target, { agent, method, path, headers, signal, setHost: false });

      request.on('error', (error: NodeJS.ErrnoException) => {
        // The server closed an idle connection at the moment of its reuse, which is not a fault: send the request again.
        const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        if (isStale && !signal.aborted) resolve(send(sent, signal));
        else reject(error);
      });
      // A server that switches protocols ends the request without an error.
      request.on('close', () => reject(new Error('the connection was closed')));
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length > replyLimitBytes) request.destroy(new Error(`the reply has more than ${replyLimitBytes} bytes`));
        });
        response.on('end', () => {
          const { statusCode: status = 0, statusMessage = '', rawHeaders } = response;
          resolve({ status, statusMessage, rawHeaders, body: Buffer.concat(chunks) });
        });
      });
      request.end(body);
    });

  return { send, close: () => agent.destroy() };
};

/** Node.js would send a body in chunks if its headers said nothing about its length. */
const withLength = (rawHeaders: readonly string[]): readonly string[] =>
  rawHeaders.some((text, at) => at % 2 === 0 && /^(?:content-length|transfer-encoding)$/i.test(text))
    ? rawHeaders
    : [...rawHeaders, 'Content-Length', '0'];
