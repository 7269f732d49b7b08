import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isStandardSchema } from './schema';

/** The part of the acknowledgement that a verdict decides. Other members, such as `MsgBody`, are sent as they are. */
export interface Reply {
  /** 0 lets the user's action happen. What another code means depends on the command. */
  readonly ErrorCode: number;
  /** Text that may reach the user's client. */
  readonly ErrorInfo?: string;
}

/** Turns a handler's verdict into a {@link Reply}. Every `t.Type<Verdict, Reply>` of io-ts is one. */
export interface ReplyCodec<Verdict> {
  /** The list of the possible verdicts, which a `bad-verdict` failure quotes for the developer. */
  readonly name: string;
  /** Whether a handler has returned one of these verdicts. */
  is(value: unknown): value is Verdict;
  /** Converts the verdict to what Tencent reads. */
  encode(verdict: Verdict): Reply;
}

/** What converts a verdict: a codec, a synchronous schema of a Standard Schema library, or a function. */
export type ReplyDefinition<Verdict> =
  | ReplyCodec<Verdict>
  | StandardSchemaV1<Verdict, Reply>
  | ((verdict: Verdict) => Reply);

/** Creates the codec from any of its definitions. The dispatch stage checks the reply itself. */
export const createReplyCodec = <Verdict>(reply: ReplyDefinition<Verdict>): ReplyCodec<Verdict> => {
  if (isStandardSchema(reply)) {
    const { validate, vendor } = reply['~standard'];
    const output = (verdict: unknown): unknown => {
      // The promise of an asynchronous schema has no value.
      const { issues, value } = validate(verdict) as { readonly issues?: unknown; readonly value?: unknown };
      return issues ? undefined : value;
    };
    return {
      name: `accepted by the ${vendor} schema of the reply`,
      is: (verdict): verdict is Verdict => output(verdict) !== undefined,
      // The type of `before` says that the schema's output is a reply.
      encode: (verdict) => output(verdict) as Reply,
    };
  }
  if (typeof reply === 'function') {
    return {
      name: 'accepted by the function of the reply',
      is: (verdict): verdict is Verdict => verdict !== undefined,
      encode: reply,
    };
  }
  return reply;
};
