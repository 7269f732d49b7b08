import * as t from 'io-ts';
import { after } from './command';
import { id, integer, list, oneOf, opaque, payload, timestamp } from './fields';

const BattleCreated = payload('BattleCreated', {
  /** Name of the command. */
  CallbackCommand: t.string,
  /** Account that requested the action. */
  Operator_Account: id,
  /** Id of the battle. It looks like base64, with `/`, `+` and `=`: escape it in a path. */
  BattleId: t.string,
  /** Id of the calling room. */
  FromRoomId: id,
  /** Ids of the called rooms. */
  ToRoomIdList: list(id),
  /** Longest time that the called rooms have to respond, in milliseconds. */
  Timeout: integer,
  /** Duration of the battle, in milliseconds. */
  Duration: integer,
  /** Whether the called rooms have to respond. Otherwise the battle starts at once. */
  NeedResponse: t.boolean,
  /** The app's own text. */
  ExtensionInfo: t.string,
  /** Time of the event, in Unix milliseconds. */
  EventTime: timestamp,
});
/**
 * A battle between rooms was created, through a client or the REST API.
 *
 * @remarks
 * - The rooms are plain ids here, and objects in `Live.CallbackAfterStartBattle` and `Live.CallbackAfterEndBattle`.
 *
 * @see 647/68259 (2025-05-29, 2026-04-09), 1071/78193 (2026-03-27), 269/117721
 */
export interface BattleCreated extends t.TypeOf<typeof BattleCreated> {}

const BattleRoom = payload('BattleRoom', {
  /** Id of the room. */
  RoomId: id,
  /** Account of the owner, who is the host. */
  Owner_Account: id,
});
/** One room of a battle. */
export interface BattleRoom extends t.TypeOf<typeof BattleRoom> {}

const BattleStarted = payload('BattleStarted', {
  /** Name of the command. */
  CallbackCommand: t.string,
  /** Id of the battle, as in `Live.CallbackAfterCreateBattle`. */
  BattleId: t.string,
  /** Duration of the battle, in milliseconds. */
  Duration: integer,
  /** Time at which the battle was created, in Unix **seconds**. */
  CreateTime: integer,
  /** Time at which the battle started, in Unix **seconds**. */
  StartTime: integer,
  /** The calling room: an object, although the page's table says String. */
  FromRoomInfo: opaque<BattleRoom>(BattleRoom),
  /** The called rooms. */
  ToRoomList: list<BattleRoom>(BattleRoom),
  /** Time of the event, in Unix milliseconds. */
  EventTime: timestamp,
});
/**
 * A battle started: at once if no response is needed, otherwise when all called rooms have responded, or the time for
 * it is over, and at least one accepted.
 *
 * @remarks
 * - `FromRoomInfo` is a String in the table and an object in the sample.
 * - Seconds and milliseconds stand side by side.
 *
 * @see 647/68260 (2025-05-29, 2026-04-09), 1071/78194 (2026-03-27), 269/117554
 */
export interface BattleStarted extends t.TypeOf<typeof BattleStarted> {}

const BattleResult = payload('BattleResult', {
  /** Id of the room. */
  RoomId: id,
  /** Score of the room. */
  Score: integer,
  /** Account of the owner, who is the host, digit for digit. */
  Owner_Account: id,
});
/** One room of a battle, with its score. */
export interface BattleResult extends t.TypeOf<typeof BattleResult> {}

const BattleEnded = payload(
  'BattleEnded',
  {
    /** Name of the command. */
    CallbackCommand: t.string,
    /** Id of the battle, as in `Live.CallbackAfterCreateBattle`. */
    BattleId: t.string,
    /** Duration of the battle, in milliseconds. */
    Duration: integer,
    /** Time at which the battle was created, in Unix **seconds**. */
    CreateTime: integer,
    /** Time at which the battle ended, in Unix **seconds**. */
    EndTime: integer,
    /** Reason of the end: 0 the time was over, 1 all owners left after the start, 2 nobody joined and it never started. */
    OpType: oneOf('0, 1 or 2', [0, 1, 2]),
    /** The calling room: an object, although the page's table says String. */
    FromRoomInfo: opaque<BattleResult>(BattleResult),
    /** The called rooms. */
    ToRoomList: list<BattleResult>(BattleResult),
    /** Time of the event, in Unix milliseconds. */
    EventTime: timestamp,
  },
  {
    /** Time at which the battle started, in Unix **seconds**. No page says what a battle that never started has here. */
    StartTime: integer,
  },
);
/**
 * A battle ended: the time was over, all owners left, or nobody accepted.
 *
 * @remarks
 * - `Owner_Account` is an integer beyond 2^53 in the sample, and a String in the table.
 * - `FromRoomInfo` is a String in the table and an object in the sample.
 * - No page says whether `StartTime` is 0 or absent when `OpType` is 2.
 *
 * @see 647/68261 (2025-02-28, 2025-05-29, 2026-04-09), 1071/78195 (2026-03-11), 269/117555
 */
export interface BattleEnded extends t.TypeOf<typeof BattleEnded> {}

const byBattle = (event: { readonly BattleId: string }): unknown => event.BattleId;

/** The commands about battles (PK) between rooms. */
export default {
  /**
   * A battle between rooms was created.
   *
   * Kind: after. Source: [Tencent page 68259](https://trtc.io/document/68259).
   */
  'Live.CallbackAfterCreateBattle': after<BattleCreated>(BattleCreated, { page: 68259, identity: byBattle }),
  /**
   * A battle between rooms started.
   *
   * Kind: after. Source: [Tencent page 68260](https://trtc.io/document/68260).
   */
  'Live.CallbackAfterStartBattle': after<BattleStarted>(BattleStarted, { page: 68260, identity: byBattle }),
  /**
   * A battle between rooms ended.
   *
   * Kind: after. Source: [Tencent page 68261](https://trtc.io/document/68261).
   */
  'Live.CallbackAfterEndBattle': after<BattleEnded>(BattleEnded, { page: 68261, identity: byBattle }),
};
