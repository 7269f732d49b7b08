import type { StandardSchemaV1 } from '@standard-schema/spec';
import * as t from 'io-ts';
import { createReplyCodec, type ReplyCodec, type ReplyDefinition } from './reply';
import { isStandardSchema } from './schema';

/** The answer to a before-command whose handler gave no usable verdict. */
export type Fallback = 'allow' | 'deny';

/** The details of a command besides its codecs. */
export interface CommandDetails<Event> {
  /** Other names that Tencent's pages print for the same command. */
  readonly aliases?: readonly string[] | undefined;
  /** Number of Tencent's page about the command: `https://trtc.io/document/<page>`. */
  readonly page?: number | undefined;
  /** Gives the time of the event in Unix milliseconds. Default: the payload's `EventTime`, in any documented form. */
  occurredAt?(this: void, event: Event): number | undefined;
  /**
   * Gives a JSON value that is equal for two deliveries of the same event; `undefined` if nothing identifies the event.
   * Default: the bytes of the body, under the command's documented name, provided that the body holds the time of the
   * event.
   */
  identity?(this: void, event: Event, body: unknown): unknown;
  /** Set it to `true` to replace a built-in command of the same name. Otherwise such a name is refused. */
  readonly replacesBuiltIn?: boolean | undefined;
}

interface CommandDefinition<Event> extends CommandDetails<Event> {
  /** Decodes the body to the handler's event. Accepts every body where there is a `schema`. */
  readonly codec: t.Decoder<unknown, Event>;
  /** Decodes the body in place of the codec, perhaps asynchronously. */
  readonly schema?: StandardSchemaV1<unknown, Event>;
  occurredAt(this: void, event: Event): number | undefined;
}

/** A command that reports what has already happened. The answer changes nothing. */
export interface AfterCommand<Event> extends CommandDefinition<Event> {
  readonly kind: 'after';
}

/** A command that asks for permission: the user's action waits for the verdict. */
export interface BeforeCommand<Event, Verdict> extends CommandDefinition<Event> {
  readonly kind: 'before';
  /** Recognizes a verdict and encodes it. */
  readonly reply: ReplyCodec<Verdict>;
  /** The answer if there is no usable verdict, unless the option `fallback` gives another. */
  readonly fallback: Fallback;
}

/** A command of either kind, with any payload. */
export type Command = AfterCommand<unknown> | BeforeCommand<unknown, unknown>;

/**
 * Gives the payload's `EventTime` in Unix milliseconds. Tencent sends an integer, or a string of digits (`Group.*`).
 */
export const eventTime = (event: unknown): number | undefined => {
  const time: unknown =
    typeof event === 'object' && event !== null && 'EventTime' in event ? event.EventTime : undefined;
  if (typeof time !== 'number' && !(typeof time === 'string' && /^\d+$/.test(time))) return undefined;
  return Number.isSafeInteger(Number(time)) ? Number(time) : undefined;
};

type BodyDecoder<Event> = t.Decoder<unknown, Event> | StandardSchemaV1<unknown, Event>;

const define = <Event>(decoder: BodyDecoder<Event>, details: CommandDetails<Event>): CommandDefinition<Event> => {
  const definition = { ...details, occurredAt: details.occurredAt ?? eventTime };
  return isStandardSchema(decoder)
    ? { ...definition, codec: t.unknown as t.Decoder<unknown, Event>, schema: decoder }
    : { ...definition, codec: decoder };
};

/**
 * Defines a command that reports what has already happened. What its handler returns is ignored.
 *
 * @example
 * ```ts
 * const commands = {
 *   'Room.CallbackAfterMemberEnter': after(z.looseObject({ RoomId: z.string(), EventTime: z.number() })),
 * };
 * liveWebhooks({
 *   sdkAppId: 1400000001,
 *   commands,
 *   handlers: { 'Room.CallbackAfterMemberEnter': (event) => console.log(event.RoomId) },
 * });
 * ```
 *
 * @param schema the schema of the body, from any library that implements Standard Schema 1 (zod 4, valibot 1,
 * arktype 2, …); its output is the handler's `event`. An asynchronous one has to finish before the deadline.
 */
export function after<Schema extends StandardSchemaV1>(
  schema: Schema,
  details?: CommandDetails<StandardSchemaV1.InferOutput<Schema>>,
): AfterCommand<StandardSchemaV1.InferOutput<Schema>>;
/**
 * Defines a command that reports what has already happened. What its handler returns is ignored.
 *
 * @param codec the io-ts codec of the body; it decodes to the handler's `event`
 */
export function after<Event>(codec: t.Decoder<unknown, Event>, details?: CommandDetails<Event>): AfterCommand<Event>;
export function after<Event>(decoder: BodyDecoder<Event>, details: CommandDetails<Event> = {}): AfterCommand<Event> {
  return { ...define(decoder, details), kind: 'after' };
}

/** The details of a before-command besides its codecs. */
export interface BeforeCommandDetails<Event> extends CommandDetails<Event> {
  /**
   * The answer if there is no usable verdict. Default `'allow'`: most before-commands are Tencent Chat's, and Chat
   * lets the action happen if it gets no reply.
   */
  readonly fallback?: Fallback | undefined;
}

/**
 * Defines a command that waits for a verdict. Its handler returns what `reply` accepts.
 *
 * @example
 * ```ts
 * const commands = {
 *   'C2C.CallbackBeforeSendMsg': before(
 *     z.looseObject({ From_Account: z.string(), To_Account: z.string() }),
 *     (isAllowed: boolean) => ({ ErrorCode: isAllowed ? 0 : 1 }),
 *   ),
 * };
 * ```
 *
 * @param schema the schema of the body, from any library that implements Standard Schema 1, as in {@link after}
 * @param reply converts the verdict to `{ ErrorCode, ErrorInfo?, … }`: a function, a synchronous Standard Schema whose
 * output it is, or an io-ts codec that encodes to it
 */
export function before<Schema extends StandardSchemaV1, Verdict>(
  schema: Schema,
  reply: ReplyDefinition<Verdict>,
  details?: BeforeCommandDetails<StandardSchemaV1.InferOutput<Schema>>,
): BeforeCommand<StandardSchemaV1.InferOutput<Schema>, Verdict>;
/**
 * Defines a command that waits for a verdict. Its handler returns what `reply` accepts.
 *
 * @param codec the io-ts codec of the body; it decodes to the handler's `event`
 * @param reply converts the verdict to `{ ErrorCode, ErrorInfo?, … }`: a function, a synchronous Standard Schema whose
 * output it is, or an io-ts codec that encodes to it
 */
export function before<Event, Verdict>(
  codec: t.Decoder<unknown, Event>,
  reply: ReplyDefinition<Verdict>,
  details?: BeforeCommandDetails<Event>,
): BeforeCommand<Event, Verdict>;
export function before<Event, Verdict>(
  decoder: BodyDecoder<Event>,
  reply: ReplyDefinition<Verdict>,
  { fallback = 'allow', ...details }: BeforeCommandDetails<Event> = {},
): BeforeCommand<Event, Verdict> {
  return { ...define(decoder, details), kind: 'before', reply: createReplyCodec(reply), fallback };
}
