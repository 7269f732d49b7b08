import type * as t from 'io-ts';

/** What a before-command is answered with when its handler gave no usable verdict. */
export type Fallback = 'allow' | 'deny';

/** What a verdict puts into the acknowledgement; further members (`MsgBody`) are sent as they are. */
export interface Reply {
  /** 0 lets the user's action happen; what other codes mean is the command's own. */
  readonly ErrorCode: number;
  /** Text that may reach the user's client. */
  readonly ErrorInfo?: string;
}

/** Turns a handler's verdict into a {@link Reply}. Every `t.Type<Verdict, Reply>` of io-ts is one. */
export interface ReplyCodec<Verdict> {
  /** Says to the developer which verdicts there are: a `bad-verdict` quotes it. */
  readonly name: string;
  /** Whether a handler has returned one of them. */
  is(value: unknown): value is Verdict;
  /** What Tencent gets to read. */
  encode(verdict: Verdict): Reply;
}

/** What may be said of a command besides its codecs. */
export interface CommandDetails<Event> {
  /** Other names Tencent's pages give the same command. */
  readonly aliases?: readonly string[];
  /** Number of Tencent's page: `https://trtc.io/document/<page>`. */
  readonly page?: number;
  /** When it happened, in Unix milliseconds. Default: the payload's `EventTime`, in any documented form. */
  occurredAt?(this: void, event: Event): number | undefined;
  /**
   * What makes two deliveries the same event, as a JSON value; `undefined` when nothing does.
   * Default: the body but for the command's name, provided it says when it happened.
   */
  identity?(this: void, event: Event, body: unknown): unknown;
  /** Say `true` to take over the name of a built-in command; otherwise such a name is refused. */
  readonly replacesBuiltIn?: boolean;
}

interface Described<Event> extends CommandDetails<Event> {
  /** Decodes the request body to the handler's event. */
  readonly codec: t.Decoder<unknown, Event>;
  occurredAt(this: void, event: Event): number | undefined;
  identity(this: void, event: Event, body: unknown): unknown;
}

/** A command that reports what has already happened; the answer changes nothing. */
export interface AfterCommand<Event> extends Described<Event> {
  readonly kind: 'after';
}

/** A command that asks first: the user's action waits for the verdict. */
export interface BeforeCommand<Event, Verdict> extends Described<Event> {
  readonly kind: 'before';
  /** Knows a verdict when it sees one, and encodes it. */
  readonly reply: ReplyCodec<Verdict>;
  /** The answer where there is no usable verdict, unless the option `fallback` gives another. */
  readonly fallback: Fallback;
}

/** A command of either kind, whatever its payload. */
export type Command = AfterCommand<unknown> | BeforeCommand<unknown, unknown>;

/**
 * The payload's `EventTime` in Unix milliseconds. Tencent sends an integer, or (`Group.*`) a string of digits.
 */
export const eventTime = (event: unknown): number | undefined => {
  const time: unknown =
    typeof event === 'object' && event !== null && 'EventTime' in event ? event.EventTime : undefined;
  if (typeof time !== 'number' && !(typeof time === 'string' && /^\d+$/.test(time))) return undefined;
  return Number.isSafeInteger(Number(time)) ? Number(time) : undefined;
};

/** Some commands have two names, under either of which an event is the same. */
const withoutName = (body: unknown): unknown => {
  if (typeof body !== 'object' || body === null) return body;
  const { CallbackCommand: _, ...rest } = body as { CallbackCommand?: unknown };
  return rest;
};

const describe = <Event>(codec: t.Decoder<unknown, Event>, details: CommandDetails<Event>): Described<Event> => {
  const occurredAt = details.occurredAt ?? eventTime;
  // Of the body: a codec of one's own may leave out, or turn into the same, what tells two events apart.
  const wholeBody = (event: Event, body: unknown): unknown =>
    occurredAt(event) === undefined ? undefined : withoutName(body);
  return { ...details, codec, occurredAt, identity: details.identity ?? wholeBody };
};

/**
 * Defines a command that reports what has happened. Its handler returns nothing.
 *
 * @param codec the io-ts codec of the request body; what it decodes to is the handler's `event`
 */
export const after = <Event>(
  codec: t.Decoder<unknown, Event>,
  details: CommandDetails<Event> = {},
): AfterCommand<Event> => ({ ...describe(codec, details), kind: 'after' });

/**
 * Defines a command that waits for a verdict. Its handler returns what `reply` encodes.
 *
 * @param codec the io-ts codec of the request body; what it decodes to is the handler's `event`
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
     * The answer when there is no usable verdict. Default `'allow'`: what Tencent Chat, whose before-commands these
     * mostly are, does by itself when nobody answers.
     */
    readonly fallback?: Fallback;
  } = {},
): BeforeCommand<Event, Verdict> => ({ ...describe(codec, details), kind: 'before', reply, fallback });
