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
  /** Name of the command. */
  CallbackCommand: t.string,
  /** Id of the room. */
  GroupId: id,
  /** Type of the group: `Live` for a live room. Chat's own groups share the command. */
  Type: open('Live', 'Public', 'Private', 'ChatRoom', 'AVChatRoom', 'Community'),
  /** Account that sends the message; `@TLS#NOT_FOUND` has been seen in a message that was sent through the REST API. */
  From_Account: id,
  /** Account that requested the action. It differs from the sender when an administrator sends in somebody's name. */
  Operator_Account: id,
  /** Random number of the message: an unsigned integer of 32 bits. */
  Random: integer,
  /** Elements of the message, in order. */
  MsgBody: MessageBody,
};

const messageOptions = {
  /** Unique id of the message, created by the client. Captured requests and some of Chat's samples lack it. */
  MsgId: t.string,
  /** The app's own data that accompanies the message. Captured requests lack it. */
  CloudCustomData: t.string,
  /** Priority of the message. No page mentions the field; captured requests of Chat carry it. */
  MsgPriority: open('High', 'Normal', 'Low', 'Lowest'),
  /** 1 for a message that reaches online members only. */
  OnlineOnlyFlag: integer,
  /** Id of the topic, in Chat's communities only. */
  TopicId: t.string,
  /** Time of the event, in Unix milliseconds: a string of digits in the samples, an integer in captured requests. */
  EventTime: timestamp,
};

const MessageSending = payload('MessageSending', message, messageOptions);
/**
 * Somebody is about to send a message, and the message waits for the verdict.
 *
 * @remarks
 * - `EventTime` is a string of digits in the samples, an integer in the tables and in captured requests.
 * - Requests captured in 2022 have no `MsgId` and no `CloudCustomData`, carry `MsgPriority`, and have their keys in
 *   alphabetical order.
 * - Tencent waits 2 seconds. Without a reply Chat delivers the message, unless its console says otherwise.
 * - A REST call with `ForbidCallbackControl: ["ForbidBeforeSendMsgCallback"]` skips this command, and so do clients
 *   for which the console disables it.
 * - With code 1 the sender's call fails with the error 10016.
 * - The pass-through range of the codes, 10100 to 10200, differs by one digit from the range of gifts.
 * - The command comes from Chat's back end. It may be signed with Chat's token.
 *
 * @see 647/74347 (2026-02-24), 1071/78197 (2026-03-11), 1047/34374 (2024-02-07), 269/1619 (2025-02-28)
 */
export interface MessageSending extends t.TypeOf<typeof MessageSending> {}

const MessageSent = payload(
  'MessageSent',
  {
    ...message,
    /** Sequence number of the message in the room. A larger number was sent later. */
    MsgSeq: integer,
    /** Time at which the message was sent, in Unix **seconds**, by the server's clock. */
    MsgTime: integer,
  },
  messageOptions,
);
/**
 * Somebody sent a message in a room.
 *
 * @remarks
 * - `EventTime` is a string of digits in the samples, an integer in the tables and in captured requests.
 * - Requests captured in 2019 and 2022 have no `MsgId` and no `CloudCustomData`, and have their keys in alphabetical
 *   order. The request of 2019 has no `EventTime` either, and its `Random` is above 2^31.
 * - `OnlineOnlyFlag` is in one edition of page 74348 and not in the newer one.
 * - The command comes from Chat's back end. It may be signed with Chat's token.
 *
 * @see 647/74348 (undated), 1071/78198 (2026-03-11), 1047/34375
 */
export interface MessageSent extends t.TypeOf<typeof MessageSent> {}

/** The codes that can refuse a message: 1, or 10100 to 10200, which Tencent passes on to the sender's client. */
export type MessageDenyCode = 1 | Hundred<101> | 10200;

/** The verdicts about a message. */
export type MessageVerdict = Allow | AllowReplaced | Deny<MessageDenyCode> | Drop;

const MessageVerdict = verdictCodec<MessageVerdict>(
  'allow(), allow({ MsgBody, CloudCustomData }), drop(), or deny() with code 1 or 10100 to 10200',
  [allowed, allowedReplaced, denied(10100, 10200), dropped],
);

/** The commands about messages. Chat's back end sends them and may sign them with Chat's token. */
export default {
  /**
   * Somebody is about to send a message, and the message waits for the verdict.
   *
   * Kind: before. Source: [Tencent page 74347](https://trtc.io/document/74347).
   */
  'Group.CallbackBeforeSendMsg': before<MessageSending, MessageVerdict>(MessageSending, MessageVerdict, {
    page: 74347,
    identity: (event) => (event.MsgId ? [event.GroupId, event.MsgId] : undefined),
    // Chat delivers the message if it gets no reply.
    fallback: 'allow',
  }),
  /**
   * Somebody sent a message in a room.
   *
   * Kind: after. Source: [Tencent page 74348](https://trtc.io/document/74348).
   */
  'Group.CallbackAfterSendMsg': after<MessageSent>(MessageSent, {
    page: 74348,
    occurredAt: (event) => eventTime(event) ?? event.MsgTime * 1000,
    // A later room may reuse the room's id and starts its MsgSeq anew; the time distinguishes the two.
    identity: (event) => [event.GroupId, event.MsgSeq, event.MsgTime],
  }),
};
