import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionError, NoResponseError } from './errors';

/** A request to send. */
export interface ClientRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
}

/** The reply of a server. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  /** Milliseconds from the start of the request to the end of the reply. */
  readonly ms: number;
}

/** Sends requests to one server. */
export interface Client {
  /** Resolves to the reply. Rejects with a {@link ConnectionError} or a {@link NoResponseError}. */
  post(request: ClientRequest): Promise<Reply>;
  /** Closes the connections. */
  close(): void;
}

/** Far more than an acknowledgement needs. */
const replyLimit = 1_000_000;

/** Creates a client that keeps its connections alive, as Tencent does. */
export const createClient = ({ protocol }: URL, timeoutMs: number): Client => {
  const { Agent, request: open } = protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true });

  const post = (sent: ClientRequest): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const start = performance.now();
      // Without a Content-Length, Node.js sends the body in chunks.
      const headers = { ...sent.headers, 'Content-Length': Buffer.byteLength(sent.body) };
      const request = open(sent.url, { agent, method: sent.method, headers });

      let isSent = false;
      request.on('finish', () => (isSent = true));
      const timer = setTimeout(() => request.destroy(new Error(`no reply within ${timeoutMs} ms`)), timeoutMs);
      const fail = (error: NodeJS.ErrnoException): void => {
        clearTimeout(timer);
        // An error that stands for several failed addresses has a code but no message.
        reject(new (isSent ? NoResponseError : ConnectionError)(error.message || error.code));
      };
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The server closed an idle connection at the moment of its reuse, which is not a fault: send the request again.
        if (request.reusedSocket && error.code === 'ECONNRESET') {
          clearTimeout(timer);
          resolve(post(sent));
        } else fail(error);
      });
      // A server that switches protocols ends the request without an error.
      request.on('close', () => fail(new Error('the connection was closed')));
      request.on('response', (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('error', fail);
        response.on('data', (text: string) => {
          body += text;
          if (body.length > replyLimit) request.destroy(new Error(`a reply of more than ${replyLimit} characters`));
        });
        response.on('end', () => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, body, ms: Math.round((performance.now() - start) * 10) / 10 });
        });
      });
      request.end(sent.body);
    });

  return { post, close: () => agent.destroy() };
};

/** Resolves once the server accepts connections, as it may just be starting. Rejects with a {@link ConnectionError}. */
export const waitForServer = async (url: URL, timeoutMs: number): Promise<void> => {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  // Only in a URL does an IPv6 address have brackets.
  const host = url.hostname.replaceAll(/[[\]]/g, '');
  const signal = AbortSignal.timeout(timeoutMs);
  let reason = 'no answer';
  for (;;) {
    const socket = connect(port, host);
    try {
      await once(socket, 'connect', { signal });
      return;
    } catch (error) {
      if (signal.aborted) throw new ConnectionError(`no connection within ${timeoutMs / 1000} s (${reason})`);
      reason = (error as NodeJS.ErrnoException).code ?? reason;
    } finally {
      socket.destroy();
    }
    await sleep(200);
  }
};
