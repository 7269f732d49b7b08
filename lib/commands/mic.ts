import * as t from 'io-ts';
import { after } from './command';
import { id, integer, list, payload, timestamp } from './fields';

const Seat = payload(
  'Seat',
  {
    /** Number of the seat; whether counting starts at 0 or 1, no page says. */
    Index: integer,
    /** The seat is locked: nobody may take it. */
    IsTakenDisabled: t.boolean,
    /** Whoever sits here may not send video. */
    IsVideoDisabled: t.boolean,
    /** Whoever sits here may not send audio. */
    IsAudioDisabled: t.boolean,
  },
  {
    /** Who sits here; absent (TUIRoomKit: empty) on an empty seat. Digit for digit, also where the wire has an integer. */
    Member_Account: id,
  },
);
/** One seat of a room. */
export interface Seat extends t.TypeOf<typeof Seat> {}

const SeatInfoChanged = payload(
  'SeatInfoChanged',
  {
    /** `Mic.CallbackAfterSeatInfoChanged`. */
    CallbackCommand: t.string,
    /** The room. */
    RoomId: id,
    /** Whether all seats or only the changed ones, no page says. */
    SeatList: list<Seat>(Seat),
    /** Unix milliseconds. */
    EventTime: timestamp,
  },
  {
    /** TUIRoomKit's edition of the page only (60736). */
    Operator_Account: id,
  },
);
/** Somebody took or left a seat, or a seat was locked or barred. Tencent page 64425. */
export interface SeatInfoChanged extends t.TypeOf<typeof SeatInfoChanged> {}

/** Commands about the seats of a room. */
export default {
  'Mic.CallbackAfterSeatInfoChanged': after<SeatInfoChanged>(SeatInfoChanged, { page: 64425 }),
};
