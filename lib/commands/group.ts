import * as t from 'io-ts';
import { after, before, eventTime } from './command';
import { id, integer, open, payload, timestamp } from './fields';
import { MessageBody } from './message';
import {
  allowed,
  allowedReplaced,
  denied,
  dropped,
  verdictCodec,
  type Allow,
  type AllowReplaced,
  type Deny,
  type Drop,
  type Hundred,
} from './verdict';

const message = {
  /** `Group.CallbackBeforeSendMsg` or `Group.CallbackAfterSendMsg`. */
  CallbackCommand: t.string,
  /** The room's id. */
  GroupId: id,
  /** `Live` for a live room; Chat's own groups share the command. */
  Type: open<'Live' | 'Public' | 'Private' | 'ChatRoom' | 'AVChatRoom' | 'Community'>(),
  /** The sender. */
  From_Account: id,
  /** Who asked for it: tells an administrator's sending apart. */
  Operator_Account: id,
  /** Unsigned, 32 bits. */
  Random: integer,
  /** The elements of the message, in order. */
  MsgBody: MessageBody,
};

const messageOptions = {
  /** Made by the client, unique. Absent from some of Chat's samples. */
  MsgId: t.string,
  /** The app's own data that goes with the message. */
  CloudCustomData: t.string,
  /** Chat: 1 for a message to those on-line only. */
  OnlineOnlyFlag: integer,
  /** Chat's communities only. */
  TopicId: t.string,
  /** Unix milliseconds; a string of digits on the wire. */
  EventTime: timestamp,
};

const MessageSending = payload('MessageSending', message, messageOptions);
/** Somebody is about to send a message, which waits for the verdict. Tencent page 74347. */
export interface MessageSending extends t.TypeOf<typeof MessageSending> {}

const MessageSent = payload(
  'MessageSent',
  {
    ...message,
    /** Counts up in the room; the larger came later. */
    MsgSeq: integer,
    /** Unix **seconds**, by Tencent's clock. */
    MsgTime: integer,
  },
  messageOptions,
);
/** A message was sent in a room. Tencent page 74348. */
export interface MessageSent extends t.TypeOf<typeof MessageSent> {}

/** What a refused message may carry: 1, or 10100 to 10200, which the sender's client gets to see. */
export type MessageDenyCode = 1 | Hundred<101> | 10200;

/** What may be said to a message. */
export type MessageVerdict = Allow | AllowReplaced | Deny<MessageDenyCode> | Drop;

const MessageVerdict = verdictCodec<MessageVerdict>(
  'allow(), allow({ MsgBody, CloudCustomData }), drop(), or deny() with code 1 or 10100 to 10200',
  [allowed, allowedReplaced, denied(10100, 10200), dropped],
);

/** Commands about messages. They come from Chat's back end and may be signed with Chat's token. */
export default {
  'Group.CallbackBeforeSendMsg': before<MessageSending, MessageVerdict>(MessageSending, MessageVerdict, {
    page: 74347,
    identity: (event) => (event.MsgId ? [event.GroupId, event.MsgId] : undefined),
    // What Tencent does by itself when nobody answers.
    fallback: 'allow',
  }),
  'Group.CallbackAfterSendMsg': after<MessageSent>(MessageSent, {
    page: 74348,
    occurredAt: (event) => eventTime(event) ?? event.MsgTime * 1000,
    // A room's id may be given to a later room, whose MsgSeq begins anew: the time tells the two apart.
    identity: (event) => [event.GroupId, event.MsgSeq, event.MsgTime],
  }),
};
