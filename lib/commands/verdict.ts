import * as t from 'io-ts';
import type { Reply } from './reply';
import { integer, payload, scalar } from './fields';
import { MessageBody } from './message';
import type { Field } from './payload';

/** The verdict that lets the user's action happen. Created by {@link allow}. */
export interface Allow {
  readonly verdict: 'allow';
  readonly replacement?: never;
}

const Replacement = payload(
  'Replacement',
  {},
  {
    /** Elements of the message, in order. */
    MsgBody: MessageBody,
    /** The app's own data that accompanies the message. */
    CloudCustomData: t.string,
  },
);
/** The content that replaces the content of a message. What is left out stays as its sender wrote it. */
export interface Replacement extends t.TypeOf<typeof Replacement> {}

/** The verdict that lets a message go out with other content. Created by {@link allow}. */
export interface AllowReplaced {
  readonly verdict: 'allow';
  /** The other content. */
  readonly replacement: Replacement;
}

/** The verdict that refuses the user's action. Created by {@link deny}. */
export interface Deny<Code extends number = number> {
  readonly verdict: 'deny';
  /** The `ErrorCode` of the acknowledgement. */
  readonly code: Code;
  /** The `ErrorInfo` of the acknowledgement. */
  readonly info: string;
}

/** The verdict that discards a message while its sender sees success. Created by {@link drop}. */
export interface Drop {
  readonly verdict: 'drop';
}

export type Verdict = Allow | AllowReplaced | Deny | Drop;

/**
 * Lets the user's action happen.
 *
 * A before-command is not a guarantee: Tencent does not send it for every action. A REST call with
 * `ForbidCallbackControl: ["ForbidBeforeSendMsgCallback"]` skips it, and so do clients for which the console disables
 * it. If an action must never happen, check it in your own backend as well.
 */
export function allow(): Allow;
/**
 * Lets a message go out with other content. Use it only if the content changes: Tencent treats an echo of the original
 * as a modification.
 */
export function allow(replacement: Replacement): AllowReplaced;
export function allow(replacement?: Replacement): Allow | AllowReplaced {
  return replacement === undefined ? { verdict: 'allow' } : { verdict: 'allow', replacement };
}

/**
 * Refuses the user's action, with code 1.
 *
 * A before-command is not a guarantee: Tencent does not send it for every action. A REST call with
 * `ForbidCallbackControl: ["ForbidBeforeSendMsgCallback"]` skips it, and so do clients for which the console disables
 * it. If an action must never happen, check it in your own backend as well.
 */
export function deny(): Deny<1>;
/**
 * Refuses the user's action.
 *
 * A before-command is not a guarantee: Tencent does not send it for every action. A REST call with
 * `ForbidCallbackControl: ["ForbidBeforeSendMsgCallback"]` skips it, and so do clients for which the console disables
 * it. If an action must never happen, check it in your own backend as well.
 *
 * @param code 1, or one from the range that Tencent passes on to the client: 102100 to 102200 for gifts, 10100 to 10200
 * for messages. The two ranges differ by one digit.
 * @param info text for the client, which receives it together with a code from the range
 */
export function deny<const Code extends number>(code: Code, info?: string): Deny<Code>;
export function deny(code = 1, info = ''): Deny {
  return { verdict: 'deny', code, info };
}

/** Discards a message while its sender sees success. Only messages can be discarded. */
export const drop = (): Drop => ({ verdict: 'drop' });

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** The hundred codes that begin with these digits: `Hundred<1021>` is 102100 to 102199. */
export type Hundred<Prefix extends number> = `${Prefix}${Digit}${Digit}` extends `${infer Code extends number}`
  ? Code
  : never;

/** The codec of the verdict `allow()` without a replacement. */
export const allowed = payload('allow()', { verdict: t.literal('allow') }, { replacement: t.undefined });

/** The codec of the verdict `allow()` with a replacement. */
export const allowedReplaced = payload('allow(replacement)', {
  verdict: t.literal('allow'),
  replacement: Replacement,
});

/** Creates the codec of the verdict `deny()` with code 1, or with a code that Tencent passes on to the client. */
export const denied = (from: number, to: number): Field => {
  const code = scalar(
    `1, or ${from} to ${to}`,
    (value): value is number => integer.is(value) && (value === 1 || (value >= from && value <= to)),
    t.identity,
    { anyOf: [{ const: 1 }, { type: 'integer', minimum: from, maximum: to }] },
  );
  return payload('deny()', { verdict: t.literal('deny'), code, info: t.string });
};

/** The codec of the verdict `drop()`. */
export const dropped = payload('drop()', { verdict: t.literal('drop') });

/** The codec that {@link verdictCodec} creates. Tools read the single verdicts from its `codecs`. */
export class VerdictType<Expressible extends Verdict> extends t.Type<Expressible, Reply> {
  readonly _tag = 'VerdictType';

  constructor(
    name: string,
    readonly codecs: readonly Field[],
  ) {
    // `Expressible` is the type of what `codecs` accept: each command states both, a line apart.
    const is = (value: unknown): value is Expressible => codecs.some((codec) => codec.is(value));
    super(name, is, scalar(name, is).validate, toReply);
  }
}

/**
 * Creates the codec of the verdicts that one command can express. It accepts what one of `codecs` accepts, and encodes
 * to what Tencent reads.
 *
 * @param name the list of these verdicts, for the developer
 */
export const verdictCodec = <Expressible extends Verdict>(
  name: string,
  codecs: readonly Field[],
): VerdictType<Expressible> => new VerdictType(name, codecs);

const toReply = (verdict: Verdict): Reply & Replacement => {
  switch (verdict.verdict) {
    case 'allow': {
      const { MsgBody, CloudCustomData } = verdict.replacement ?? {};
      return { ErrorCode: 0, ...(MsgBody && { MsgBody }), ...(CloudCustomData !== undefined && { CloudCustomData }) };
    }
    case 'deny':
      return { ErrorCode: verdict.code, ErrorInfo: verdict.info };
    case 'drop':
      return { ErrorCode: 2 };
  }
};
