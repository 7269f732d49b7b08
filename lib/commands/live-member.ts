import * as t from 'io-ts';
import { after } from './command';
import { id, list, open, payload, timestamp } from './fields';

const Member = payload('Member', {
  /** The account of the member. */
  Member_Account: id,
});
/** Somebody in a room. */
export interface Member extends t.TypeOf<typeof Member> {}

const MemberStateChanged = payload('MemberStateChanged', {
  /** `Live.CallbackAfterMemberStateChanged`, or its alias without `After`. */
  CallbackCommand: t.string,
  /** The room. */
  RoomId: id,
  /** Decides what the event means, so a third value is refused. */
  EventType: t.keyof({ Online: null, Offline: null }, 'Online or Offline'),
  /** Why. `Kicked` is in the latest Chinese edition only; more may come. */
  EventCause: open<'Enter' | 'Leave' | 'HeartbeatInterrupt' | 'HeartbeatRecover' | 'Kicked'>(),
  /** Everybody this one event is about. */
  MemberList: list<Member>(Member),
  /** Unix milliseconds. */
  EventTime: timestamp,
});
/**
 * Members came on-line or went off-line in a room.
 *
 * Stops the moment the room is dissolved: whoever was inside then never goes `Offline`. Close sessions on
 * `Live.CallbackAfterDestroyRoom`. Tencent page 64424.
 */
export interface MemberStateChanged extends t.TypeOf<typeof MemberStateChanged> {}

const OwnerChanged = payload(
  'OwnerChanged',
  {
    /** `Live.CallbackAfterChangeOwner`. */
    CallbackCommand: t.string,
    /** The room. */
    RoomId: id,
    /** The owner from now on. */
    CurrentOwner_Account: id,
    /** The owner until now. */
    OriginalOwner_Account: id,
    /** Unix milliseconds. */
    EventTime: timestamp,
  },
  {
    /** Who asked for it. Missing from the domestic table. */
    Operator_Account: id,
  },
);
/** A room got another owner. Tencent page 72553. */
export interface OwnerChanged extends t.TypeOf<typeof OwnerChanged> {}

const AdminModified = payload('AdminModified', {
  /** `Live.CallbackAfterModifyAdmin`. */
  CallbackCommand: t.string,
  /** The room. */
  RoomId: id,
  /** Who asked for it. */
  Operator_Account: id,
  /** The accounts that became administrators, or stopped being one. */
  Admin_Account: list(id),
  /** Decides what the event means. The one field of the protocol that starts in lower case. */
  opType: t.keyof({ add: null, delete: null }, 'add or delete'),
  /** Unix milliseconds. */
  EventTime: timestamp,
});
/** Administrators of a room were added or removed. Tencent page 72554. */
export interface AdminModified extends t.TypeOf<typeof AdminModified> {}

/** Commands about the people in a room. */
export default {
  'Live.CallbackAfterMemberStateChanged': after<MemberStateChanged>(MemberStateChanged, {
    page: 64424,
    // The page's own URL table prints this shorter name.
    aliases: ['Live.CallbackMemberStateChanged'],
  }),
  'Live.CallbackAfterChangeOwner': after<OwnerChanged>(OwnerChanged, { page: 72553 }),
  'Live.CallbackAfterModifyAdmin': after<AdminModified>(AdminModified, { page: 72554 }),
};
