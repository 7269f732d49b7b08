import * as t from 'io-ts';
import { after, eventTime } from './command';
import { id, integer, list, opaque, open, payload, timestamp } from './fields';

const roomType = open('Live');
const takeSeatMode = open('None', 'FreeToTake', 'ApplyToTake');

const CreatedRoom = payload(
  'CreatedRoom',
  {
    /** Id of the room. */
    RoomId: id,
    /** Name of the room. */
    RoomName: t.string,
    /** Type of the room: `Live`. Older tables say `Meeting`. */
    RoomType: roomType,
    /** Account of the owner, who is the host. */
    Owner_Account: id,
    /** Largest number of members. */
    MaxMemberCount: integer,
    /** Whether all members are barred from sending messages. */
    IsMessageDisabled: t.boolean,
    /** The app's own text. */
    CustomInfo: t.string,
    /** Whether the room has seats. */
    IsSeatEnabled: t.boolean,
    /** How members get a seat. */
    TakeSeatMode: takeSeatMode,
    /** Largest number of seats. */
    MaxSeatCount: integer,
    /** Time of the creation, in Unix **seconds**. */
    CreateTime: integer,
    /** Whether the room is public. */
    IsPublicVisible: t.boolean,
    /** Cover of the room. The samples also show text that is not a URL. */
    CoverURL: t.string,
    /** Numbers of the room's categories. */
    Category: list(integer),
  },
  {
    /** Time of the event, in Unix milliseconds. One domestic edition shows it here instead of at the top level. */
    EventTime: timestamp,
  },
);
/** A room at its creation. */
export interface CreatedRoom extends t.TypeOf<typeof CreatedRoom> {}

const RoomCreated = payload(
  'RoomCreated',
  {
    /** Name of the command. */
    CallbackCommand: t.string,
    /** Account that requested the room. It is an administrator if the room was created through the REST API. */
    Operator_Account: id,
    /** The room. */
    RoomInfo: opaque<CreatedRoom>(CreatedRoom),
  },
  {
    /** Time of the event, in Unix milliseconds. The international table has it, the international samples do not. */
    EventTime: timestamp,
  },
);
/**
 * A room was created, through a client or the REST API.
 *
 * @remarks
 * - `EventTime` is in the international table but in no international sample. It stands at the top level on page
 *   110523, and inside `RoomInfo` on page 110679.
 * - `CreateTime` is in seconds, beside an `EventTime` in milliseconds.
 * - Older tables give `Meeting` as the `RoomType`, although the sample says `Live`.
 *
 * @see 647/64422 (2024-09-24, 2025-02-25), 1071/78183 (2026-03-27), 647/110523 (2025-11-10), 647/110679 (undated)
 */
export interface RoomCreated extends t.TypeOf<typeof RoomCreated> {}

const DestroyedRoom = payload(
  'DestroyedRoom',
  {
    /** Name of the room. This text and the other texts here may be empty. */
    RoomName: t.string,
    /** Type of the room: `Live`. Older tables say `Meeting`. */
    RoomType: roomType,
    /** Account of the owner, who is the host, digit for digit. */
    Owner_Account: id,
    /** Whether the room had seats. */
    IsSeatEnabled: t.boolean,
    /** How members got a seat. */
    TakeSeatMode: takeSeatMode,
    /** Largest number of members. */
    MaxMemberCount: integer,
    /** Largest number of seats. */
    MaxSeatCount: integer,
    /** The app's own text. */
    CustomInfo: t.string,
    /** Whether all members were barred from sending messages. */
    IsMessageDisabled: t.boolean,
    /** Cover of the room. The samples also show text that is not a URL. */
    CoverURL: t.string,
    /** The app's own status number. */
    ActivityStatus: integer,
    /** Whether the room was public. */
    IsPublicVisible: t.boolean,
    /** Number of times that somebody entered. */
    ViewCount: integer,
    /** Background of the room. The samples also show text that is not a URL. */
    BackgroundURL: t.string,
    /** Whether the room was of the kind for very large audiences. */
    IsUnlimitedRoomEnabled: t.boolean,
  },
  {
    /** Id of the room. A captured request has it here, no page does; the one beside `RoomInfo` is always present. */
    RoomId: id,
    /** Numbers of the room's categories. A captured request lacks them. */
    Category: list(integer),
  },
);
/** A room at its end. */
export interface DestroyedRoom extends t.TypeOf<typeof DestroyedRoom> {}

const RoomStatistic = payload('RoomStatistic', {
  /** Number of times that somebody entered, repeated entries included. */
  TotalViewers: integer,
  /** Number of gifts that were sent. */
  TotalGiftsSent: integer,
  /** Value of the gifts that were sent, in coins. */
  TotalGiftCoins: integer,
  /** Number of people who sent a gift. */
  TotalUniqueGiftSenders: integer,
  /** Number of likes. */
  TotalLikesReceived: integer,
});
/** The totals of a room. */
export interface RoomStatistic extends t.TypeOf<typeof RoomStatistic> {}

const RoomDestroyed = payload(
  'RoomDestroyed',
  {
    /** Name of the command. */
    CallbackCommand: t.string,
    /** Account that dissolved the room; `@TIM#SYSTEM` if the system did. */
    Operator_Account: id,
    /** Id of the room. A later room may reuse it. */
    RoomId: id,
    /** Who dissolved the room. It decides what the event means, so a third value is refused. */
    EventType: t.keyof({ DestroyByUser: null, DestroyBySystem: null }, 'DestroyByUser or DestroyBySystem'),
    /** Time of the event, in Unix milliseconds. */
    EventTime: timestamp,
  },
  {
    /** The room. Absent from bodies before 2025. */
    RoomInfo: opaque<DestroyedRoom>(DestroyedRoom),
    /** Totals of the room. Absent from bodies before November 2025. */
    Statistic: opaque<RoomStatistic>(RoomStatistic),
  },
);
/**
 * A room no longer exists: its host, the REST API, or the system dissolved it.
 *
 * @remarks
 * - There are three generations of the body: without `RoomInfo` and `Statistic` until February 2025, with `RoomInfo`
 *   in 2025, and with both since November 2025.
 * - `RoomInfo.Owner_Account` is a String in the table, an integer beyond 2^53 in the sample, and a string of digits in
 *   a captured request.
 * - Older tables give `Meeting` as the `RoomType`, although the sample says `Live`.
 * - The pages list no trigger for `DestroyBySystem`.
 *
 * @see 647/64423 (2024-09-24, 2025-02-25, 2025-11-18), 1071/78184 (2026-03-11), 647/110680 (2024-09-14),
 * 647/110524 (2025-11-10), 269/117712 (undated)
 */
export interface RoomDestroyed extends t.TypeOf<typeof RoomDestroyed> {}

const UpdatedRoom = payload(
  'UpdatedRoom',
  {
    /** Id of the room. */
    RoomId: id,
  },
  {
    /** Name of the room. */
    RoomName: t.string,
    /** Largest number of members. */
    MaxMemberCount: integer,
    /** Whether all members are barred from sending messages. */
    IsMessageDisabled: t.boolean,
    /** Cover of the room. The samples also show text that is not a URL. */
    CoverURL: t.string,
    /** Numbers of the room's categories. */
    Category: list(integer),
    /** The app's own status number. */
    ActivityStatus: integer,
    /** Whether the room is public. */
    IsPublicVisible: t.boolean,
    /** How members get a seat. */
    TakeSeatMode: takeSeatMode,
    /** The app's own text. */
    CustomInfo: t.string,
  },
);
/** What is known of a room after a change. An absent field is **unknown**, not reset. */
export interface UpdatedRoom extends t.TypeOf<typeof UpdatedRoom> {}

const RoomInfoUpdated = payload('RoomInfoUpdated', {
  /** Name of the command. */
  CallbackCommand: t.string,
  /** Account that requested the action. The page describes it as the creator of a group. */
  Operator_Account: id,
  /** The room. No page says whether this is all of it or only what changed: an absent field is **unknown**, not reset. */
  RoomInfo: opaque<UpdatedRoom>(UpdatedRoom),
  /** Time of the event, in Unix milliseconds. */
  EventTime: timestamp,
});
/**
 * Information about a room was changed, through a client or the REST API.
 *
 * @remarks
 * - No page says whether `RoomInfo` holds the whole room or only what changed. The sample lacks `Owner_Account`,
 *   `RoomType`, `MaxSeatCount` and `IsSeatEnabled`.
 *
 * @see 647/67938, 1071/78185 (2026-03-11), 647/115659 (2025-07-31), 269/117545
 */
export interface RoomInfoUpdated extends t.TypeOf<typeof RoomInfoUpdated> {}

const RoomThresholdReached = payload('RoomThresholdReached', {
  /** Name of the command. */
  CallbackCommand: t.string,
  /** Account that created the room which reached the threshold. */
  Operator_Account: id,
  /** Number of rooms that exist now. An integer, although the page's table says String. */
  CurRoomCount: integer,
  /** Number of rooms that are allowed. An integer, although the page's table says Array. */
  MaxRoomCount: integer,
  /** Time of the event, in Unix milliseconds. */
  EventTime: timestamp,
});
/**
 * The application uses 70 % or more of the rooms it may have.
 *
 * @remarks
 * - The sample shows 400 of 500 rooms, which is 80 %: the command repeats above 70 %, or comes late. No page says how
 *   often it repeats.
 * - The command is about the application, so the body names no room.
 *
 * @see 647/70485, 1071/78188 (2026-03-11)
 */
export interface RoomThresholdReached extends t.TypeOf<typeof RoomThresholdReached> {}

/** The commands about rooms themselves. */
export default {
  /**
   * A room was created.
   *
   * Kind: after. Source: [Tencent page 64422](https://trtc.io/document/64422).
   */
  'Live.CallbackAfterCreateRoom': after<RoomCreated>(RoomCreated, {
    page: 64422,
    occurredAt: (event) => eventTime(event) ?? eventTime(event.RoomInfo),
  }),
  /**
   * A room no longer exists.
   *
   * Kind: after. Source: [Tencent page 64423](https://trtc.io/document/64423).
   */
  'Live.CallbackAfterDestroyRoom': after<RoomDestroyed>(RoomDestroyed, { page: 64423 }),
  /**
   * Information about a room was changed.
   *
   * Kind: after. Source: [Tencent page 67938](https://trtc.io/document/67938).
   */
  'Live.CallbackAfterUpdateRoomInfo': after<RoomInfoUpdated>(RoomInfoUpdated, { page: 67938 }),
  /**
   * The application uses 70 % or more of the rooms it may have.
   *
   * Kind: after. Source: [Tencent page 70485](https://trtc.io/document/70485).
   */
  'Live.CallbackAfterCreateRoomReachingThreshold': after<RoomThresholdReached>(RoomThresholdReached, { page: 70485 }),
};
