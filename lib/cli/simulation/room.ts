import type { CommandName, EventOf } from '../../commands';
import type { Random } from './random';

/** An event in a room, as the request that reports it. */
export interface SimulatedEvent {
  readonly command: CommandName;
  /** JSON as Tencent writes it. */
  readonly body: string;
  /** For a before-command: applies the event once it is allowed, and returns the event that follows, if there is one. */
  readonly whenAllowed?: ((at: number) => SimulatedEvent | undefined) | undefined;
}

/** Creates an event with the fields that the page of its command lists. */
export const createEvent = <Name extends CommandName>(
  command: Name,
  fields: Omit<EventOf<Name>, 'CallbackCommand'>,
  whenAllowed?: SimulatedEvent['whenAllowed'],
): SimulatedEvent => ({ command, body: toJson({ CallbackCommand: command, ...fields }), whenAllowed });

/**
 * Writes accounts of eighteen digits as bare integers, which Tencent sends and `JSON.stringify` cannot write. No other
 * string in these bodies has that many digits.
 */
const toJson = (body: object): string => JSON.stringify(body).replaceAll(/"(\d{18})"/g, '$1');

export const toSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

type Seat = EventOf<'Mic.CallbackAfterSeatInfoChanged'>['SeatList'][number];

/** The state of an open live room. */
export interface Room {
  readonly roomId: string;
  readonly roomName: string;
  readonly host: string;
  /** The accounts that may enter the room. */
  readonly participants: readonly string[];
  readonly seats: { -readonly [Key in keyof Seat]: Seat[Key] }[];
  readonly online: Set<string>;
  /** The accounts whose heartbeat was interrupted. */
  readonly dropped: Set<string>;
  readonly admins: Set<string>;
  readonly metadata: Set<string>;
  readonly givers: Set<string>;
  /** A room does not end during a battle. */
  inBattle: boolean;
  entries: number;
  giftsSent: number;
  giftCoins: number;
  messagesSent: number;
  /** The number of events until the host ends the room. */
  eventsLeft: number;
}

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

/** Opens a room. Its id comes from its host, so the next room of a host has the same id, as in TUILiveKit. */
export const openRoom = (
  { participants, host, roomName }: Pick<Room, 'participants' | 'host' | 'roomName'>,
  random: Random,
): Room => ({
  roomId: `live_${host}`,
  roomName,
  host,
  participants,
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
  eventsLeft: 100 + random.nextInt(200),
});

export const roomCreated = ({ roomId, roomName, host }: Room, at: number): SimulatedEvent =>
  createEvent('Live.CallbackAfterCreateRoom', {
    Operator_Account: host,
    RoomInfo: { RoomId: roomId, RoomName: roomName, Owner_Account: host, CreateTime: toSeconds(at), ...settings },
    EventTime: at,
  });

/** The host or Tencent's system ends the room. Its members do not go offline then. Page 64424. */
export const roomDestroyed = (room: Room, random: Random, at: number): SimulatedEvent => {
  const isBySystem = random.nextInt(4) === 0;
  return createEvent('Live.CallbackAfterDestroyRoom', {
    Operator_Account: isBySystem ? '@TIM#SYSTEM' : room.host,
    RoomId: room.roomId,
    EventType: isBySystem ? 'DestroyBySystem' : 'DestroyByUser',
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
      TotalLikesReceived: random.nextInt(1000),
    },
  });
};
