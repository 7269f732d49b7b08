import type { IncomingMessage } from 'node:http';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import { payload, scalar } from '../commands/fields';
import type { Deadline } from './deadline';
import type { Platform } from './delivery';
import { explain, listIssues } from './explain';
import { failure, type Failure } from './failure';

/** A request, with what Express and body parsers may have added. */
export interface Request extends IncomingMessage {
  readonly originalUrl?: string;
  readonly body?: unknown;
  readonly rawBody?: unknown;
}

/** A request that has just come in. */
export interface Arrival {
  readonly request: Request;
  readonly receivedAt: Date;
  readonly deadline: Deadline;
}

/** What the URL says about a delivery. */
export interface Envelope {
  readonly sdkAppId: string;
  readonly urlCommand: string;
  readonly clientIp: string | undefined;
  readonly platform: Platform | undefined;
  readonly signature: string | undefined;
  /** Unix seconds, as the very string that was signed. */
  readonly requestTime: string | undefined;
}

const once = scalar('given exactly once', (value): value is string => typeof value === 'string' && value !== '');
const atMostOnce = scalar('given at most once', t.string.is);
const firstGiven = scalar('given', t.string.is, (value) => (Array.isArray(value) ? value[0] : value));

const Query = payload(
  'query',
  { SdkAppid: once, CallbackCommand: once },
  { ClientIP: firstGiven, OptPlatform: firstGiven, Sign: atMostOnce, RequestTime: atMostOnce },
);

/** Names as Tencent's URL template spells them, by their lower case: its pages spell some in two ways. */
const parameterNames: ReadonlyMap<string, string> = new Map([
  ['sdkappid', 'SdkAppid'],
  ['callbackcommand', 'CallbackCommand'],
  // The English overview of May 2025 calls it so.
  ['webhookcommand', 'CallbackCommand'],
  ['clientip', 'ClientIP'],
  ['optplatform', 'OptPlatform'],
  ['sign', 'Sign'],
  ['requesttime', 'RequestTime'],
]);

/** Platforms by their lower case: Tencent's pages spell some in several ways. */
const platforms: ReadonlyMap<string, Platform> = new Map([
  ...['RESTAPI', 'Web', 'Android', 'iOS', 'Windows', 'Mac', 'iPad', 'Unknown'].map(
    (name) => [name.toLowerCase(), name] as const,
  ),
  ['macos', 'Mac'],
]);

/**
 * Reads the request line. Only POST is a webhook; required parameters have to be there exactly once, so that no proxy
 * and no framework can pick another one.
 */
export const readEnvelope = ({ method, url = '' }: Request): E.Either<Failure, Envelope> => {
  if (method !== 'POST') return E.left(wrongMethod);
  const query = Query.decode(parametersOf(url));
  return E.isLeft(query) ? E.left(badUrl(query.left)) : E.right(envelopeOf(query.right));
};

const envelopeOf = (query: t.TypeOf<typeof Query>): Envelope => ({
  sdkAppId: query.SdkAppid,
  urlCommand: query.CallbackCommand,
  clientIp: query.ClientIP,
  platform: query.OptPlatform && (platforms.get(query.OptPlatform.toLowerCase()) ?? query.OptPlatform),
  signature: query.Sign,
  requestTime: query.RequestTime,
});

/** The parameters by their proper names; of one that is given more than once, the first in an array. */
const parametersOf = (url: string): Record<string, string | readonly string[]> => {
  const parameters: Record<string, string | readonly string[]> = {};
  const add = (key: string, value: string): void => {
    const name = parameterNames.get(key.toLowerCase());
    if (name === undefined) return;
    const earlier = parameters[name];
    parameters[name] = typeof earlier === 'string' ? [earlier] : (earlier ?? value);
  };

  const query = url.slice(url.indexOf('?') + 1);
  if (/[%+]/.test(query)) {
    for (const [key, value] of new URLSearchParams(query)) add(key, value);
    return parameters;
  }
  // Tencent escapes nothing, and then splitting says the same in half the time.
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const end = equals === -1 ? pair.length : equals;
    add(pair.slice(0, end), pair.slice(end + 1));
  }
  return parameters;
};

const wrongMethod = failure('wrong-method', 'The method is not POST.');

const badUrl = (errors: t.Errors): Failure =>
  failure('bad-url', `In the URL's query string, ${listIssues(explain(errors))}.`);
