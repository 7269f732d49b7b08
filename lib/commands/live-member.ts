import * as t from 'io-ts';
import { after } from './command';
import { id, list, open, payload, timestamp } from './fields';

const Member = payload('Member', {
  /** Account of the member. */
  Member_Account: id,
});
/** One member of a room. */
export interface Member extends t.TypeOf<typeof Member> {}

const MemberStateChanged = payload('MemberStateChanged', {
  /** Name of the command, or its alias. */
  CallbackCommand: t.string,
  /** Id of the room. */
  RoomId: id,
  /** New state of the members. It decides what the event means, so a third value is refused. */
  EventType: t.keyof({ Online: null, Offline: null }, 'Online or Offline'),
  /** Cause of the change. `Kicked` is in the latest Chinese edition only. */
  EventCause: open('Enter', 'Leave', 'HeartbeatInterrupt', 'HeartbeatRecover', 'Kicked'),
  /** Members that this one event is about. */
  MemberList: list<Member>(Member),
  /** Time of the event, in Unix milliseconds. */
  EventTime: timestamp,
});
/**
 * Members of a room came online or went offline.
 *
 * Tencent stops sending this command the moment the room is dissolved: members who are still inside never go `Offline`.
 * Close their sessions on `Live.CallbackAfterDestroyRoom`.
 *
 * @remarks
 * - The URL table of every international edition prints the name `Live.CallbackMemberStateChanged`. The body, the list
 *   of commands and the domestic page say `Live.CallbackAfterMemberStateChanged`. Both are accepted.
 * - `Kicked` is in the latest Chinese copy only. No page says which causes go with `Online` and which with `Offline`.
 * - There is no `Operator_Account`: the body does not say who kicked whom.
 *
 * @see 647/64424 (2024-09-24, 2026-01-29, 2026-04-09), 1071/78189 (2026-03-11), 647/110526 (2026-01-26)
 */
export interface MemberStateChanged extends t.TypeOf<typeof MemberStateChanged> {}

const OwnerChanged = payload(
  'OwnerChanged',
  {
    /** Name of the command. */
    CallbackCommand: t.string,
    /** Id of the room. */
    RoomId: id,
    /** Account of the new owner. */
    CurrentOwner_Account: id,
    /** Account of the previous owner. */
    OriginalOwner_Account: id,
    /** Time of the event, in Unix milliseconds. */
    EventTime: timestamp,
  },
  {
    /** Account that requested the action. The domestic table lacks it. */
    Operator_Account: id,
  },
);
/**
 * A room got another owner, through a client or the REST API.
 *
 * @remarks
 * - The page's URL has neither `ClientIP` nor `OptPlatform`.
 * - `Operator_Account` is missing from the domestic table.
 *
 * @see 647/72553 and 1071/78190 (2026-03-26), 647/122445 (2025-08-11)
 */
export interface OwnerChanged extends t.TypeOf<typeof OwnerChanged> {}

const AdminModified = payload('AdminModified', {
  /** Name of the command. */
  CallbackCommand: t.string,
  /** Id of the room. */
  RoomId: id,
  /** Account that requested the action. */
  Operator_Account: id,
  /** Accounts that became administrators, or that are no longer administrators. */
  Admin_Account: list(id),
  /** Kind of the change. It decides what the event means. This is the only name that starts with a small letter. */
  opType: t.keyof({ add: null, delete: null }, 'add or delete'),
  /** Time of the event, in Unix milliseconds. */
  EventTime: timestamp,
});
/**
 * Administrators of a room were added or removed.
 *
 * @remarks
 * - The page's URL has neither `ClientIP` nor `OptPlatform`.
 * - `opType` starts with a small letter. `OpType` of `Live.CallbackAfterEndBattle` is another field, an integer.
 * - `Admin_Account` is an array, although its name is singular.
 *
 * @see 647/72554 (undated), 1071/78191 (2026-03-26)
 */
export interface AdminModified extends t.TypeOf<typeof AdminModified> {}

/** The commands about the people in a room. */
export default {
  /**
   * Members of a room came online or went offline.
   *
   * Kind: after. Source: [Tencent page 64424](https://trtc.io/document/64424).
   */
  'Live.CallbackAfterMemberStateChanged': after<MemberStateChanged>(MemberStateChanged, {
    page: 64424,
    // The page's own URL table prints this shorter name.
    aliases: ['Live.CallbackMemberStateChanged'],
  }),
  /**
   * A room got another owner.
   *
   * Kind: after. Source: [Tencent page 72553](https://trtc.io/document/72553).
   */
  'Live.CallbackAfterChangeOwner': after<OwnerChanged>(OwnerChanged, { page: 72553 }),
  /**
   * Administrators of a room were added or removed.
   *
   * Kind: after. Source: [Tencent page 72554](https://trtc.io/document/72554).
   */
  'Live.CallbackAfterModifyAdmin': after<AdminModified>(AdminModified, { page: 72554 }),
};
