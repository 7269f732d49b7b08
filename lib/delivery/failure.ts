/** One field that is not as Tencent documents it. Holds no value: those are users' data. */
export interface Issue {
  /** Where: `SeatList[0].Index`, or empty for the body itself. */
  readonly path: string;
  /** What should be there: `integer`. */
  readonly expected: string;
}

/**
 * Every failure: its code, which is the acknowledgement's `ErrorCode` (an HTTP status for the reader's sake; the HTTP
 * status of the reply is always 200), and what to do about it, which ends its message.
 */
export const failures = {
  'wrong-method': { code: 405, advice: 'Send a POST.' },
  'bad-url': { code: 400, advice: 'Check whether a proxy cuts or repeats the query string.' },
  'wrong-app': { code: 403, advice: 'Compare sdkAppId with the application that has this URL configured.' },
  unsigned: { code: 401, advice: 'Enable the webhook token at Tencent.' },
  'bad-signature': { code: 401, advice: 'Compare the token here with the one set at Tencent.' },
  stale: {
    code: 401,
    advice: "If the skew is always the same, set this server's clock. Otherwise it is an old request.",
  },
  'body-too-large': { code: 413, advice: 'Raise bodyLimitBytes if it comes from Tencent.' },
  'unsupported-encoding': { code: 415, advice: 'Check whether a proxy compresses requests: Tencent does not.' },
  'body-late': { code: 408, advice: 'Check whether a proxy holds it back.' },
  'body-unavailable': {
    code: 500,
    advice: 'Mount this middleware before it, or have it keep the bytes in req.rawBody.',
  },
  'client-gone': { code: 499, advice: 'If it happens often, a proxy gives up before this server does.' },
  'bad-json': { code: 400, advice: 'Check whether a proxy changes it; onOutcome has the bytes.' },
  'precision-lost': {
    code: 500,
    advice: 'Mount this middleware before express.json(), or have it keep the bytes in req.rawBody.',
  },
  'bad-payload': { code: 422, advice: 'onOutcome has the bytes and all issues.' },
  'in-progress': { code: 409, advice: 'Do nothing, unless the other delivery fails.' },
  'handler-failed': { code: 500, advice: 'onOutcome has the cause.' },
  'handler-late': { code: 504, advice: 'Do less before replying, or queue after-events in an inbox.' },
  'bad-verdict': { code: 500, advice: 'Return a verdict that the command can express.' },
  'inbox-unavailable': { code: 503, advice: 'Check the queue; onOutcome has the cause.' },
  'internal-error': { code: 500, advice: 'onOutcome has the cause.' },
} as const satisfies Readonly<Record<string, { readonly code: number; readonly advice: string }>>;

/** Name of a failure. */
export type FailureType = keyof typeof failures;

/** @inline */
interface Described {
  /** The acknowledgement's `ErrorCode`. */
  readonly code: number;
  /** What was wrong and what to do, safe to show to a stranger: it is the acknowledgement's `ErrorInfo`. */
  readonly message: string;
}

type CausedType = 'handler-failed' | 'inbox-unavailable' | 'internal-error';

/**
 * Why a delivery was not handled. `type` is stable: switch on it, label metrics with it. The page on troubleshooting
 * says for each what to do about it.
 */
export type Failure =
  | (Described & { readonly type: Exclude<FailureType, CausedType | 'stale' | 'bad-payload'> })
  | (Described & {
      readonly type: 'stale';
      /** How far `RequestTime` is ahead of this server's clock; negative when it is behind. */
      readonly skewSeconds: number;
    })
  | (Described & {
      readonly type: 'bad-payload';
      /** Each field that is wrong, up to a hundred. */
      readonly issues: readonly Issue[];
    })
  | (Described & {
      readonly type: CausedType;
      /** Whatever was thrown; for an inbox that was too slow, `undefined`. */
      readonly cause: unknown;
    });

/** What every failure has, with the code and the advice of its type. Frozen: some are shared, and hooks can see them. */
export const createFailure = <Type extends FailureType>(
  type: Type,
  problem: string,
): { readonly type: Type; readonly code: number; readonly message: string } =>
  Object.freeze({ type, code: failures[type].code, message: `${problem} ${failures[type].advice}` });

/** What no stage foresaw: a fault in this package, or in a codec of the user's own. */
export const createInternalError = (cause: unknown): Failure => ({
  ...createFailure('internal-error', 'The webhook could not be processed.'),
  cause,
});
