import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import type { Config } from './config';
import type { Deadline } from './deadline';

/** A request of any HTTP version, with the members that Express and body parsers may have added. */
export type WebhookRequest = (IncomingMessage | Http2ServerRequest) & {
  readonly baseUrl?: unknown;
  readonly body?: unknown;
  readonly rawBody?: unknown;
};

/** What the stages know of a request besides its URL and its body. */
export interface RequestContext {
  /** Where Express has mounted the middleware, in lower case; empty at the root, in other frameworks, and without dedupe. */
  readonly mountPath: string;
  /** When the request arrived, by the option `now`. */
  readonly receivedAt: Date;
  readonly deadline: Deadline;
}

/** @throws TypeError when the option `now` gives no time */
export const createContext = (
  request: WebhookRequest,
  deadline: Deadline,
  { now, dedupe }: Pick<Config, 'now' | 'dedupe'>,
): RequestContext => {
  const receivedAt = new Date(now());
  if (Number.isNaN(receivedAt.getTime())) throw new TypeError('The option now must return Unix milliseconds.');
  // Only the keys of a deduplication store tell the mount paths apart.
  // Stryker disable next-line ConditionalExpression: without a store, to read the path only takes time.
  return { mountPath: dedupe ? mountPathOf(request) : '', receivedAt, deadline };
};

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
