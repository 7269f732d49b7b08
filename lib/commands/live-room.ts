import * as t from 'io-ts';
import { after, eventTime } from './command';
import { id, integer, list, named, open, payload, timestamp } from './fields';

const takeSeatMode = open<'None' | 'FreeToTake' | 'ApplyToTake'>();

const CreatedRoom = payload(
  'CreatedRoom',
  {
    /** The room's id. */
    RoomId: id,
    /** What the room is called. */
    RoomName: t.string,
    /** `Live`; older tables say `Meeting`. */
    RoomType: open<'Live'>(),
    /** The host. */
    Owner_Account: id,
    /** How many members it may have. */
    MaxMemberCount: integer,
    /** Everybody is barred from writing. */
    IsMessageDisabled: t.boolean,
    /** The app's own text. */
    CustomInfo: t.string,
    /** Whether it has seats. */
    IsSeatEnabled: t.boolean,
    /** How somebody gets a seat. */
    TakeSeatMode: takeSeatMode,
    /** How many seats it may have. */
    MaxSeatCount: integer,
    /** Unix **seconds**. */
    CreateTime: integer,
    /** Whether everybody may see the room. */
    IsPublicVisible: t.boolean,
    /** Not a URL in every sample. */
    CoverURL: t.string,
    /** Numbers of the room's categories. */
    Category: list(integer),
  },
  {
    /** Unix milliseconds; one domestic edition has it here instead of at the top. */
    EventTime: timestamp,
  },
);
/** A room as it was created. */
export interface CreatedRoom extends t.TypeOf<typeof CreatedRoom> {}

const RoomCreated = payload(
  'RoomCreated',
  {
    /** `Live.CallbackAfterCreateRoom`. */
    CallbackCommand: t.string,
    /** Who asked for the room; a REST administrator where it was made by REST. */
    Operator_Account: id,
    /** The room. */
    RoomInfo: named<CreatedRoom>(CreatedRoom),
  },
  {
    /** Unix milliseconds; in the international table, in no international sample. */
    EventTime: timestamp,
  },
);
/** A room was created, by a client or by REST. Tencent page 64422. */
export interface RoomCreated extends t.TypeOf<typeof RoomCreated> {}

const DestroyedRoom = payload(
  'DestroyedRoom',
  {
    /** May be empty, like the other texts here. */
    RoomName: t.string,
    /** `Live`; older tables say `Meeting`. */
    RoomType: open<'Live'>(),
    /** The host. Digit for digit, also where the wire has an integer. */
    Owner_Account: id,
    /** Whether it had seats. */
    IsSeatEnabled: t.boolean,
    /** How somebody got a seat. */
    TakeSeatMode: takeSeatMode,
    /** How many members it might have. */
    MaxMemberCount: integer,
    /** How many seats it might have. */
    MaxSeatCount: integer,
    /** The app's own text. */
    CustomInfo: t.string,
    /** Everybody was barred from writing. */
    IsMessageDisabled: t.boolean,
    /** Not a URL in every sample. */
    CoverURL: t.string,
    /** The app's own tag. */
    ActivityStatus: integer,
    /** Whether everybody might see the room. */
    IsPublicVisible: t.boolean,
    /** How often somebody entered so far. */
    ViewCount: integer,
    /** Not a URL in every sample. */
    BackgroundURL: t.string,
    /** The kind of room for very large audiences. */
    IsUnlimitedRoomEnabled: t.boolean,
  },
  {
    /** In a captured body, on no page; the one beside `RoomInfo` is always there. */
    RoomId: id,
    /** Numbers of the room's categories. Missing from a captured body. */
    Category: list(integer),
  },
);
/** A room as it was in the end. */
export interface DestroyedRoom extends t.TypeOf<typeof DestroyedRoom> {}

const RoomStatistic = payload('RoomStatistic', {
  /** How often somebody entered, repeats counted. */
  TotalViewers: integer,
  /** How many gifts were sent. */
  TotalGiftsSent: integer,
  /** What they were worth, in coins. */
  TotalGiftCoins: integer,
  /** How many people sent one. */
  TotalUniqueGiftSenders: integer,
  /** How many likes it got. */
  TotalLikesReceived: integer,
});
/** What went on in a room, all told. */
export interface RoomStatistic extends t.TypeOf<typeof RoomStatistic> {}

const RoomDestroyed = payload(
  'RoomDestroyed',
  {
    /** `Live.CallbackAfterDestroyRoom`. */
    CallbackCommand: t.string,
    /** Who dissolved it; `@TIM#SYSTEM` for the system. */
    Operator_Account: id,
    /** May be given to another room later. */
    RoomId: id,
    /** Decides what the event means, so a third value is refused. */
    EventType: t.keyof({ DestroyByUser: null, DestroyBySystem: null }, 'DestroyByUser or DestroyBySystem'),
    /** Unix milliseconds. */
    EventTime: timestamp,
  },
  {
    /** Absent in bodies of before 2025. */
    RoomInfo: named<DestroyedRoom>(DestroyedRoom),
    /** Absent in bodies of before November 2025. */
    Statistic: named<RoomStatistic>(RoomStatistic),
  },
);
/** A room is gone: dissolved by its host, by REST, or by the system. Tencent page 64423. */
export interface RoomDestroyed extends t.TypeOf<typeof RoomDestroyed> {}

const UpdatedRoom = payload(
  'UpdatedRoom',
  {
    /** The room's id. */
    RoomId: id,
  },
  {
    /** What the room is called. */
    RoomName: t.string,
    /** How many members it may have. */
    MaxMemberCount: integer,
    /** Everybody is barred from writing. */
    IsMessageDisabled: t.boolean,
    /** Not a URL in every sample. */
    CoverURL: t.string,
    /** Numbers of the room's categories. */
    Category: list(integer),
    /** The app's own tag. */
    ActivityStatus: integer,
    /** Whether everybody may see the room. */
    IsPublicVisible: t.boolean,
    /** How somebody gets a seat. */
    TakeSeatMode: takeSeatMode,
    /** The app's own text. */
    CustomInfo: t.string,
  },
);
/** A room as far as it is told; an absent field is **unknown**, not reset. */
export interface UpdatedRoom extends t.TypeOf<typeof UpdatedRoom> {}

const RoomInfoUpdated = payload('RoomInfoUpdated', {
  /** `Live.CallbackAfterUpdateRoomInfo`. */
  CallbackCommand: t.string,
  /** Who asked for it; the page speaks of a group's creator. */
  Operator_Account: id,
  /** Whether all of the room or only what changed, no page says: an absent field is **unknown**, not reset. */
  RoomInfo: named<UpdatedRoom>(UpdatedRoom),
  /** Unix milliseconds. */
  EventTime: timestamp,
});
/** Information about a room was changed, by a client or by REST. Tencent page 67938. */
export interface RoomInfoUpdated extends t.TypeOf<typeof RoomInfoUpdated> {}

const RoomThresholdReached = payload('RoomThresholdReached', {
  /** `Live.CallbackAfterCreateRoomReachingThreshold`. */
  CallbackCommand: t.string,
  /** Who created the room that reached it. */
  Operator_Account: id,
  /** Rooms that exist now. An integer, whatever the page's table says. */
  CurRoomCount: integer,
  /** Rooms allowed. An integer, whatever the page's table says. */
  MaxRoomCount: integer,
  /** Unix milliseconds. */
  EventTime: timestamp,
});
/** The application has used 70 % or more of the rooms it may have. Tencent page 70485. */
export interface RoomThresholdReached extends t.TypeOf<typeof RoomThresholdReached> {}

/** Commands about rooms themselves. */
export default {
  'Live.CallbackAfterCreateRoom': after<RoomCreated>(RoomCreated, {
    page: 64422,
    occurredAt: (event) => eventTime(event) ?? eventTime(event.RoomInfo),
  }),
  'Live.CallbackAfterDestroyRoom': after<RoomDestroyed>(RoomDestroyed, { page: 64423 }),
  'Live.CallbackAfterUpdateRoomInfo': after<RoomInfoUpdated>(RoomInfoUpdated, { page: 67938 }),
  'Live.CallbackAfterCreateRoomReachingThreshold': after<RoomThresholdReached>(RoomThresholdReached, { page: 70485 }),
};
