import type * as t from 'io-ts';

/** The answer to a before-command whose handler gave no usable verdict. */
export type Fallback = 'allow' | 'deny';

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

/** The details of a command besides its codecs. */
export interface CommandDetails<Event> {
  /** Other names that Tencent's pages print for the same command. */
  readonly aliases?: readonly string[];
  /** Number of Tencent's page about the command: `https://trtc.io/document/<page>`. */
  readonly page?: number;
  /** Gives the time of the event in Unix milliseconds. Default: the payload's `EventTime`, in any documented form. */
  occurredAt?(this: void, event: Event): number | undefined;
  /**
   * Gives a JSON value that is equal for two deliveries of the same event; `undefined` if nothing identifies the event.
   * Default: the body without the command's name, provided that the body holds the time of the event.
   */
  identity?(this: void, event: Event, body: unknown): unknown;
  /** Set it to `true` to replace a built-in command of the same name. Otherwise such a name is refused. */
  readonly replacesBuiltIn?: boolean;
}

interface CommandDefinition<Event> extends CommandDetails<Event> {
  /** Decodes the body to the handler's event. */
  readonly codec: t.Decoder<unknown, Event>;
  occurredAt(this: void, event: Event): number | undefined;
  identity(this: void, event: Event, body: unknown): unknown;
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

/** Some commands have two names, and an event is the same under both. */
const withoutName = (body: unknown): unknown => {
  if (typeof body !== 'object' || body === null) return body;
  const { CallbackCommand: _, ...rest } = body as { CallbackCommand?: unknown };
  return rest;
};

const define = <Event>(codec: t.Decoder<unknown, Event>, details: CommandDetails<Event>): CommandDefinition<Event> => {
  const occurredAt = details.occurredAt ?? eventTime;
  // The body and not the event, because a user's own codec may remove the difference between two events.
  const wholeBody = (event: Event, body: unknown): unknown =>
    occurredAt(event) === undefined ? undefined : withoutName(body);
  return { ...details, codec, occurredAt, identity: details.identity ?? wholeBody };
};

/**
 * Defines a command that reports what has already happened. Its handler returns nothing.
 *
 * @param codec the io-ts codec of the body; it decodes to the handler's `event`
 */
export const after = <Event>(
  codec: t.Decoder<unknown, Event>,
  details: CommandDetails<Event> = {},
): AfterCommand<Event> => ({ ...define(codec, details), kind: 'after' });

/**
 * Defines a command that waits for a verdict. Its handler returns what `reply` encodes.
 *
 * @param codec the io-ts codec of the body; it decodes to the handler's `event`
 * @param reply the io-ts codec of the verdict; it encodes to `{ ErrorCode, ErrorInfo?, … }`
 */
export const before = <Event, Verdict>(
  codec: t.Decoder<unknown, Event>,
  reply: ReplyCodec<Verdict>,
  {
    fallback = 'allow',
    ...details
  }: CommandDetails<Event> & {
    /**
     * The answer if there is no usable verdict. Default `'allow'`: most before-commands are Tencent Chat's, and Chat
     * lets the action happen if it gets no reply.
     */
    readonly fallback?: Fallback;
  } = {},
): BeforeCommand<Event, Verdict> => ({ ...define(codec, details), kind: 'before', reply, fallback });
