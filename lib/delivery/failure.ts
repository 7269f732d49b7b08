/** One field that is not as Tencent documents it. Holds no value: those are users' data. */
export interface Issue {
  /** Where: `SeatList[0].Index`, or empty for the body itself. */
  readonly path: string;
  /** What should be there: `integer`. */
  readonly expected: string;
}

/** @inline */
interface Described {
  /** The acknowledgement's `ErrorCode`. */
  readonly code: number;
  /** What was wrong and what to do, safe to show to a stranger: it is the acknowledgement's `ErrorInfo`. */
  readonly message: string;
}

/**
 * Why a delivery was not handled. `type` is stable: switch on it, label metrics with it. The README says of each what
 * to do about it.
 */
export type Failure =
  | (Described & {
      readonly type:
        | 'wrong-method'
        | 'bad-url'
        | 'wrong-app'
        | 'unsigned'
        | 'bad-signature'
        | 'body-too-large'
        | 'unsupported-encoding'
        | 'body-late'
        | 'body-unavailable'
        | 'client-gone'
        | 'bad-json'
        | 'precision-lost'
        | 'in-progress'
        | 'handler-late'
        | 'bad-verdict';
    })
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
      readonly type: 'handler-failed' | 'inbox-unavailable' | 'internal-error';
      /** Whatever was thrown; for an inbox that was too slow, nothing. */
      readonly cause: unknown;
    });

/** Name of a failure. */
export type FailureType = Failure['type'];

/** The `ErrorCode` of each failure: an HTTP status for the reader's sake. The reply's own status is always 200. */
export const errorCodes: Readonly<Record<FailureType, number>> = {
  'wrong-method': 405,
  'bad-url': 400,
  'wrong-app': 403,
  unsigned: 401,
  'bad-signature': 401,
  stale: 401,
  'body-too-large': 413,
  'unsupported-encoding': 415,
  'body-late': 408,
  'body-unavailable': 500,
  'client-gone': 499,
  'bad-json': 400,
  'precision-lost': 500,
  'bad-payload': 422,
  'in-progress': 409,
  'handler-failed': 500,
  'handler-late': 504,
  'bad-verdict': 500,
  'inbox-unavailable': 503,
  'internal-error': 500,
};

/** What to do about each: the second half of its message. */
const advice: Readonly<Record<FailureType, string>> = {
  'wrong-method': 'Send a POST.',
  'bad-url': 'See whether a proxy cuts or repeats the query string.',
  'wrong-app': 'Compare sdkAppId with the application that has this URL configured.',
  unsigned: 'Enable the webhook token at Tencent.',
  'bad-signature': 'Compare the token here with the one set at Tencent.',
  stale: "Always the same skew: set this server's clock. Otherwise it is an old request.",
  'body-too-large': 'Raise bodyLimitBytes if it comes from Tencent.',
  'unsupported-encoding': 'See whether a proxy compresses: Tencent does not.',
  'body-late': 'See whether a proxy holds it back.',
  'body-unavailable': 'Mount this middleware before it, or have it keep the bytes in req.rawBody.',
  'client-gone': 'Frequent ones come from a proxy that gives up before this server does.',
  'bad-json': 'See whether a proxy changes it; onOutcome has the bytes.',
  'precision-lost': 'Mount this middleware before express.json(), or have it keep the bytes in req.rawBody.',
  'bad-payload': 'onOutcome has the bytes and all issues.',
  'in-progress': 'Nothing needs to be done, unless that one fails.',
  'handler-failed': 'onOutcome has the cause.',
  'handler-late': 'Do less before replying, or queue the event in an inbox.',
  'bad-verdict': 'Return what the command can express.',
  'inbox-unavailable': 'See to the queue; onOutcome has the cause.',
  'internal-error': 'onOutcome has the cause.',
};

/** What every failure has, with the code of its type. Frozen: some are made once, and hooks get to see them. */
export const failure = <Type extends FailureType>(
  type: Type,
  whatIsWrong: string,
): { readonly type: Type; readonly code: number; readonly message: string } =>
  Object.freeze({ type, code: errorCodes[type], message: `${whatIsWrong} ${advice[type]}` });

/** What no stage foresaw: a fault in this package, or in a codec of the user's own. */
export const internalError = (cause: unknown): Failure => ({
  ...failure('internal-error', 'The webhook could not be processed.'),
  cause,
});
