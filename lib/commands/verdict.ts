import * as t from 'io-ts';
import type { Reply } from './command';
import { integer, payload, scalar } from './fields';
import { MessageBody, type MessageElement } from './message';

/** The user's action happens. Made by {@link allow}. */
export interface Allow {
  readonly verdict: 'allow';
  readonly replacement?: never;
}

/** What a message goes out with; what is left out stays as its sender wrote it. */
export interface Replacement {
  /** The elements of the message, in order. */
  readonly MsgBody?: readonly MessageElement[];
  /** The app's own data that goes with the message. */
  readonly CloudCustomData?: string;
}

/** The message goes out with other content. Made by {@link allow}. */
export interface AllowReplaced {
  readonly verdict: 'allow';
  /** What it goes out with. */
  readonly replacement: Replacement;
}

/** The user's action does not happen. Made by {@link deny}. */
export interface Deny<Code extends number = number> {
  readonly verdict: 'deny';
  /** The acknowledgement's `ErrorCode`. */
  readonly code: Code;
  /** The acknowledgement's `ErrorInfo`. */
  readonly info: string;
}

/** The message goes to nobody, and its sender is not told. Made by {@link drop}. */
export interface Drop {
  readonly verdict: 'drop';
}

export type Verdict = Allow | AllowReplaced | Deny | Drop;

/** Lets the user's action happen. */
export function allow(): Allow;
/**
 * Lets a message go out with other content. Only where something changes: an echo of the original counts as a
 * modification.
 */
export function allow(replacement: Replacement): AllowReplaced;
export function allow(replacement?: Replacement): Allow | AllowReplaced {
  return replacement === undefined ? { verdict: 'allow' } : { verdict: 'allow', replacement };
}

/** Refuses the user's action, with code 1. */
export function deny(): Deny<1>;
/**
 * Refuses the user's action.
 *
 * @param code 1, or one from the range that the command passes on to the client: gifts 102100 to 102200,
 * messages 10100 to 10200 (mind the digit)
 * @param info text for the client; reaches it together with a code from the range
 */
export function deny<const Code extends number>(code: Code, info?: string): Deny<Code>;
export function deny(code = 1, info = ''): Deny {
  return { verdict: 'deny', code, info };
}

/** Discards a message while its sender sees success. Messages only. */
export const drop = (): Drop => ({ verdict: 'drop' });

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** The hundred codes that begin with these digits: `Hundred<1021>` is 102100 to 102199. */
export type Hundred<Prefix extends number> = `${Prefix}${Digit}${Digit}` extends `${infer Code extends number}`
  ? Code
  : never;

/** Plain permission, without a replacement. */
export const allowed = payload('allow()', { verdict: t.literal('allow') }, { replacement: t.undefined });

/** Permission with other content. */
export const allowedReplaced = payload('allow(replacement)', {
  verdict: t.literal('allow'),
  replacement: payload('Replacement', {}, { MsgBody: MessageBody, CloudCustomData: t.string }),
});

/** Refusal with 1, or with a code that the command passes on to the client. */
export const denied = (from: number, to: number): t.Mixed => {
  const code = scalar(
    `1, or ${from} to ${to}`,
    (value): value is number => integer.is(value) && (value === 1 || (value >= from && value <= to)),
  );
  return payload('deny()', { verdict: t.literal('deny'), code, info: t.string });
};

/** Silent discarding. */
export const dropped = payload('drop()', { verdict: t.literal('drop') });

/**
 * The codec of the verdicts one command can express: accepts what one of `codecs` accepts, encodes to what Tencent reads.
 *
 * @param name says to the developer which verdicts those are
 */
export const verdictCodec = <Expressible extends Verdict>(
  name: string,
  codecs: [t.Mixed, t.Mixed, ...t.Mixed[]],
): t.Type<Expressible, Reply> => {
  const union = t.union(codecs);
  // `Expressible` is the type of what `codecs` accept: each command states both, a line apart.
  const is = (value: unknown): value is Expressible => union.is(value);
  return new t.Type<Expressible, Reply>(name, is, scalar(name, is).validate, toReply);
};

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
