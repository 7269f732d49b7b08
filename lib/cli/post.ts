import * as http from 'node:http';
import * as https from 'node:https';
import type { SignedRequest } from '../testing';

/** What a server answered. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  /** From the first byte sent to the last one received, in milliseconds. */
  readonly ms: number;
}

/** No connection to the server came about. */
export class Unreachable extends Error {}

/** The server took the request, and gave no whole answer. */
export class Unanswered extends Error {}

/** More than any acknowledgement needs. */
const replyLimit = 1_000_000;

/** Sends requests to one server as Tencent does: over connections that are kept alive. */
export const poster = ({ protocol }: URL, patienceMs: number) => {
  const { Agent, request: open } = protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true });

  /** Resolves to the reply. Rejects with {@link Unreachable} or {@link Unanswered}. */
  const post = (sent: SignedRequest): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const start = performance.now();
      // Else its bytes would go out in chunks.
      const headers = { ...sent.headers, 'Content-Length': Buffer.byteLength(sent.body) };
      const request = open(sent.url, { agent, method: sent.method, headers });

      let isSent = false;
      request.on('finish', () => (isSent = true));
      const late = setTimeout(() => request.destroy(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
      const fail = (error: NodeJS.ErrnoException): void => {
        clearTimeout(late);
        // Where several addresses were tried, there is a code, but no message.
        reject(new (isSent ? Unanswered : Unreachable)(error.message || error.code));
      };
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The server closed an idle connection just when it was to be used: nobody's fault.
        if (request.reusedSocket && error.code === 'ECONNRESET') {
          clearTimeout(late);
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
          if (body.length > replyLimit) request.destroy(new Error(`an answer of more than ${replyLimit} characters`));
        });
        response.on('end', () => {
          clearTimeout(late);
          resolve({ status: response.statusCode ?? 0, body, ms: Math.round((performance.now() - start) * 10) / 10 });
        });
      });
      request.end(sent.body);
    });

  return { post, close: () => agent.destroy() };
};
