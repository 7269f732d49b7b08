import type { EventOf } from '../../commands';
import type { Chance } from './chance';
import { happening, seconds, type Happening } from './happening';

type Seat = EventOf<'Mic.CallbackAfterSeatInfoChanged'>['SeatList'][number];

/** A live room while it is open. */
export interface Room {
  readonly roomId: string;
  readonly roomName: string;
  readonly host: string;
  /** Everybody who may come in. */
  readonly cast: readonly string[];
  readonly seats: { -readonly [Key in keyof Seat]: Seat[Key] }[];
  readonly online: Set<string>;
  /** Whose heartbeat was lost. */
  readonly dropped: Set<string>;
  readonly admins: Set<string>;
  readonly metadata: Set<string>;
  readonly givers: Set<string>;
  /** A room in a battle does not end. */
  inBattle: boolean;
  entries: number;
  giftsSent: number;
  giftCoins: number;
  messagesSent: number;
  /** How many more things happen before the host goes home. */
  eventsLeft: number;
}

/** Makes something happen in a room, or nothing where the room is not so that it can. */
export type Play = (room: Room, chance: Chance, at: number) => Happening | undefined;

const seatCount = 6;

const settings = {
  RoomType: 'Live',
  MaxMemberCount: 300,
  IsMessageDisabled: false,
  CustomInfo: '',
  IsSeatEnabled: true,
  TakeSeatMode: 'ApplyToTake',
  MaxSeatCount: seatCount,
  IsPublicVisible: true,
  CoverURL: 'https://example.com/cover.png',
  Category: [1, 2],
};

/** A host goes live. The room's id is the host's, so a later room of theirs has it again, as in TUILiveKit. */
export const openRoom = ({ cast, host, roomName }: Pick<Room, 'cast' | 'host' | 'roomName'>, chance: Chance): Room => ({
  roomId: `live_${host}`,
  roomName,
  host,
  cast,
  seats: Array.from({ length: seatCount }, (_, Index) => ({
    Index,
    IsTakenDisabled: false,
    IsVideoDisabled: false,
    IsAudioDisabled: false,
  })),
  online: new Set(),
  dropped: new Set(),
  admins: new Set(),
  metadata: new Set(),
  givers: new Set(),
  inBattle: false,
  entries: 0,
  giftsSent: 0,
  giftCoins: 0,
  messagesSent: 0,
  eventsLeft: 100 + chance.below(200),
});

export const created = ({ roomId, roomName, host }: Room, at: number): Happening =>
  happening('Live.CallbackAfterCreateRoom', {
    Operator_Account: host,
    RoomInfo: { RoomId: roomId, RoomName: roomName, Owner_Account: host, CreateTime: seconds(at), ...settings },
    EventTime: at,
  });

/** The host goes home, or the system clears the room away. Nobody goes off-line then: page 64424. */
export const destroyed = (room: Room, chance: Chance, at: number): Happening => {
  const bySystem = chance.below(4) === 0;
  return happening('Live.CallbackAfterDestroyRoom', {
    Operator_Account: bySystem ? '@TIM#SYSTEM' : room.host,
    RoomId: room.roomId,
    EventType: bySystem ? 'DestroyBySystem' : 'DestroyByUser',
    EventTime: at,
    RoomInfo: {
      RoomName: room.roomName,
      Owner_Account: room.host,
      ...settings,
      ActivityStatus: 0,
      ViewCount: room.entries,
      BackgroundURL: '',
      IsUnlimitedRoomEnabled: false,
    },
    Statistic: {
      TotalViewers: room.entries,
      TotalGiftsSent: room.giftsSent,
      TotalGiftCoins: room.giftCoins,
      TotalUniqueGiftSenders: room.givers.size,
      TotalLikesReceived: chance.below(1000),
    },
  });
};
