import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import { payload, scalar } from '../commands/fields';
import type { Platform } from './delivery';
import { explain, listIssues } from './explain';
import { createFailure, type Failure } from './failure';

/** What the URL says about a delivery. */
export interface Envelope {
  readonly sdkAppId: string;
  readonly urlCommand: string;
  readonly clientIp: string | undefined;
  readonly platform: Platform | undefined;
  readonly signature: string | undefined;
  /** Unix seconds, as the very string that was signed. */
  readonly requestTime: string | undefined;
  /** Tencent's id of the request, where the URL carries one. */
  readonly requestId: string | undefined;
  /** The query string as received. */
  readonly query: string;
}

/** The part of a request that this stage reads. */
interface RequestLine {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
}

const once = scalar('given exactly once', (value): value is string => typeof value === 'string' && value !== '');
const atMostOnce = scalar('given at most once', t.string.is);
const firstGiven = scalar('given', t.string.is, (value) => (Array.isArray(value) ? value[0] : value));

const Query = payload(
  'query',
  { SdkAppid: once, CallbackCommand: once },
  {
    ClientIP: firstGiven,
    OptPlatform: firstGiven,
    RequestId: firstGiven,
    Sign: atMostOnce,
    RequestTime: atMostOnce,
  },
);

/** Parameters as Tencent's URL template spells them, by their lower case: its pages spell some in two ways. */
const parameterNames: ReadonlyMap<string, string> = new Map([
  ['sdkappid', 'SdkAppid'],
  ['callbackcommand', 'CallbackCommand'],
  // The name in the English overview of May 2025.
  ['webhookcommand', 'CallbackCommand'],
  // TUICallKit's status webhook uses this name instead of CallbackCommand. Page 60130.
  ['command', 'command'],
  ['clientip', 'ClientIP'],
  ['optplatform', 'OptPlatform'],
  // Undocumented; seen on Chat's requests, in two spellings.
  ['requestid', 'RequestId'],
  ['sign', 'Sign'],
  ['requesttime', 'RequestTime'],
]);

/** Platforms by their lower case: Tencent's pages spell some of them in several ways. */
const platforms: ReadonlyMap<string, Platform> = new Map([
  ...['RESTAPI', 'Web', 'Android', 'iOS', 'Windows', 'Mac', 'iPad', 'Unknown'].map(
    (name) => [name.toLowerCase(), name] as const,
  ),
  ['macos', 'Mac'],
]);

/**
 * Reads the request line. Only a POST is a webhook. The required parameters have to be there exactly once, so that this
 * stage, a proxy and a framework cannot each pick another one.
 */
export const readEnvelope = ({ method, url = '' }: RequestLine): E.Either<Failure, Envelope> => {
  if (method !== 'POST') return wrongMethod;
  const start = url.indexOf('?');
  const query = start === -1 ? '' : url.slice(start + 1);
  const parameters = Query.decode(parametersOf(query));
  return E.isLeft(parameters) ? badUrl(parameters.left) : E.right(envelopeOf(parameters.right, query));
};

const envelopeOf = (parameters: t.TypeOf<typeof Query>, query: string): Envelope => {
  const { OptPlatform } = parameters;
  return {
    sdkAppId: parameters.SdkAppid,
    urlCommand: parameters.CallbackCommand,
    clientIp: parameters.ClientIP,
    platform: OptPlatform && (platforms.get(OptPlatform.toLowerCase()) ?? OptPlatform),
    signature: parameters.Sign,
    requestTime: parameters.RequestTime,
    requestId: parameters.RequestId,
    query,
  };
};

type Parameters = Record<string, string | readonly string[]>;

/** The parameters by their documented names; of one that is given more than once, the first in an array. */
const parametersOf = (query: string): Parameters => {
  const parameters: Parameters = {};
  const add = (key: string, value: string): void => {
    const name = parameterNames.get(key.toLowerCase());
    // Stryker disable next-line ConditionalExpression: the codec ignores what it has no field for.
    if (name === undefined) return;
    const earlier = parameters[name];
    parameters[name] = typeof earlier === 'string' ? [earlier] : (earlier ?? value);
  };

  // Stryker disable next-line ConditionalExpression: both ways give the same, which a property test holds.
  if (query.includes('%') || query.includes('+')) {
    for (const [key, value] of new URLSearchParams(query)) add(key, value);
  } else {
    // Tencent escapes nothing.
    forEachPair(query, add);
  }
  parameters['CallbackCommand'] ??= parameters['command'] ?? '';
  return parameters;
};

/** Splits a query that escapes nothing: the same parameters as of URLSearchParams, in a third of its time. */
const forEachPair = (query: string, add: (key: string, value: string) => void): void => {
  let equals = query.indexOf('=');
  // Stryker disable next-line EqualityOperator: behind the end there is a pair without a name.
  for (let start = 0; start < query.length;) {
    const next = query.indexOf('&', start);
    const end = next === -1 ? query.length : next;
    // Not searched again behind the last one: a query of many `&` would take time that grows with the square of its length.
    // Stryker disable next-line ConditionalExpression,EqualityOperator,LogicalOperator,UnaryOperator: to search again only takes time.
    if (equals !== -1 && equals < start) equals = query.indexOf('=', start);
    // Stryker disable next-line EqualityOperator: no `=` stands where a pair ends.
    const keyEnd = equals === -1 || equals > end ? end : equals;
    add(query.slice(start, keyEnd), query.slice(keyEnd + 1, end));
    start = end + 1;
  }
};

const wrongMethod = E.left(createFailure('wrong-method', 'The method is not POST.'));

const badUrl = (errors: t.Errors): E.Either<Failure, never> =>
  E.left(createFailure('bad-url', `In the URL's query string, ${listIssues(explain(errors))}.`));
