import * as t from 'io-ts';
import { after } from './command';
import { id, integer, list, payload, timestamp } from './fields';

const Seat = payload(
  'Seat',
  {
    /** Number of the seat. No page says whether the first seat is 0 or 1. */
    Index: integer,
    /** Whether the seat is locked, so that nobody can take it. */
    IsTakenDisabled: t.boolean,
    /** Whether the person on this seat may not send video. */
    IsVideoDisabled: t.boolean,
    /** Whether the person on this seat may not send audio. */
    IsAudioDisabled: t.boolean,
  },
  {
    /** Account on this seat, digit for digit. An empty seat has none, or in TUIRoomKit an empty string. */
    Member_Account: id,
  },
);
/** One seat of a room. */
export interface Seat extends t.TypeOf<typeof Seat> {}

const SeatInfoChanged = payload(
  'SeatInfoChanged',
  {
    /** Name of the command. */
    CallbackCommand: t.string,
    /** Id of the room. */
    RoomId: id,
    /** Seats of the room. No page says whether these are all seats or only the changed ones. */
    SeatList: list<Seat>(Seat),
    /** Time of the event, in Unix milliseconds. */
    EventTime: timestamp,
  },
  {
    /** Account that requested the action, in TUIRoomKit's edition of the page only. */
    Operator_Account: id,
  },
);
/**
 * Somebody took or left a seat, or a seat was locked or restricted.
 *
 * @remarks
 * - `Member_Account` is a String in the table, an integer beyond 2^53 in two samples, and a string in the third.
 * - `EventTime` is in the samples but in no international table.
 * - The English page names muting of the microphone as a trigger, which is a mistranslation of taking and leaving a
 *   seat.
 * - TUIRoomKit sends a command of the same name.
 *
 * @see 647/64425 (2024-09-24, 2026-04-09), 1071/78192 (2026-03-11), 647/60736 (2024-06-12), 647/110684 (2024-09-14)
 */
export interface SeatInfoChanged extends t.TypeOf<typeof SeatInfoChanged> {}

/** The commands about the seats of a room. */
export default {
  /**
   * Somebody took or left a seat, or a seat was locked or restricted.
   *
   * Kind: after. Source: [Tencent page 64425](https://trtc.io/document/64425).
   */
  'Mic.CallbackAfterSeatInfoChanged': after<SeatInfoChanged>(SeatInfoChanged, { page: 64425 }),
};
