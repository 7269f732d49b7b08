import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { Deadline } from './deadline';

/** A request of any HTTP version, with the members that Express and body parsers may have added. */
export type WebhookRequest = (IncomingMessage | Http2ServerRequest) & {
  readonly baseUrl?: unknown;
  readonly body?: unknown;
  readonly rawBody?: unknown;
};

/** What the stages know of a request besides its URL and its body. */
export interface RequestContext {
  /** Where Express has mounted the middleware, in lower case; empty at the root and in other frameworks. */
  readonly mountPath: string;
  /** When the request arrived, by the option `now`. */
  readonly receivedAt: Date;
  readonly deadline: Deadline;
}

/**
 * Express matches paths without regard to case and to a trailing slash, so the sender chooses among several spellings
 * of one mount path.
 */
export const mountPathOf = ({ baseUrl }: WebhookRequest): string => {
  if (typeof baseUrl !== 'string') return '';
  let end = baseUrl.length;
  // Not a regular expression: for a path of many slashes, one takes time that grows with the square of its length.
  while (baseUrl[end - 1] === '/') end--;
  return baseUrl.slice(0, end).toLowerCase();
};
