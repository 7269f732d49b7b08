import * as t from 'io-ts';
import { after } from './command';
import { id, integer, list, named, payload, scalar, timestamp } from './fields';

const BattleCreated = payload('BattleCreated', {
  /** `Live.CallbackAfterCreateBattle`. */
  CallbackCommand: t.string,
  /** Who created the battle. */
  Operator_Account: id,
  /** Looks like base64, with `/`, `+` and `=`: escape it in a path. */
  BattleId: t.string,
  /** The calling room. */
  FromRoomId: id,
  /** The called rooms. */
  ToRoomIdList: list(id),
  /** How long the called side may take to answer, in milliseconds. */
  Timeout: integer,
  /** How long the battle lasts, in milliseconds. */
  Duration: integer,
  /** False: it starts at once. */
  NeedResponse: t.boolean,
  /** The app's own text. */
  ExtensionInfo: t.string,
  /** Unix milliseconds. */
  EventTime: timestamp,
});
/** A battle between rooms was proposed. Tencent page 68259. */
export interface BattleCreated extends t.TypeOf<typeof BattleCreated> {}

const BattleRoom = payload('BattleRoom', {
  /** The room's id. */
  RoomId: id,
  /** The host. */
  Owner_Account: id,
});
/** A room in a battle. */
export interface BattleRoom extends t.TypeOf<typeof BattleRoom> {}

const BattleStarted = payload('BattleStarted', {
  /** `Live.CallbackAfterStartBattle`. */
  CallbackCommand: t.string,
  /** As in `Live.CallbackAfterCreateBattle`. */
  BattleId: t.string,
  /** Milliseconds. */
  Duration: integer,
  /** Unix **seconds**. */
  CreateTime: integer,
  /** Unix **seconds**. */
  StartTime: integer,
  /** The calling room: an object, whatever the page's table says. */
  FromRoomInfo: named<BattleRoom>(BattleRoom),
  /** The called rooms. */
  ToRoomList: list<BattleRoom>(BattleRoom),
  /** Unix milliseconds. */
  EventTime: timestamp,
});
/** A battle really began. Tencent page 68260. */
export interface BattleStarted extends t.TypeOf<typeof BattleStarted> {}

const BattleResult = payload('BattleResult', {
  /** The room's id. */
  RoomId: id,
  /** What the room scored. */
  Score: integer,
  /** The host. Digit for digit, also where the wire has an integer. */
  Owner_Account: id,
});
/** A room in a battle, and how it did. */
export interface BattleResult extends t.TypeOf<typeof BattleResult> {}

const opType = scalar('0, 1 or 2', (value): value is 0 | 1 | 2 => value === 0 || value === 1 || value === 2);

const BattleEnded = payload(
  'BattleEnded',
  {
    /** `Live.CallbackAfterEndBattle`. */
    CallbackCommand: t.string,
    /** As in `Live.CallbackAfterCreateBattle`. */
    BattleId: t.string,
    /** Milliseconds. */
    Duration: integer,
    /** Unix **seconds**. */
    CreateTime: integer,
    /** Unix **seconds**. */
    EndTime: integer,
    /** Decides what the event means: 0 time was up, 1 all owners left after the start, 2 nobody joined, it never began. */
    OpType: opType,
    /** The calling room: an object, whatever the page's table says. */
    FromRoomInfo: named<BattleResult>(BattleResult),
    /** The called rooms. */
    ToRoomList: list<BattleResult>(BattleResult),
    /** Unix milliseconds. */
    EventTime: timestamp,
  },
  {
    /** Unix **seconds**; what a battle that never began (`OpType` 2) has here, no page says. */
    StartTime: integer,
  },
);
/** A battle ended. Tencent page 68261. */
export interface BattleEnded extends t.TypeOf<typeof BattleEnded> {}

const byBattle = (event: { readonly BattleId: string }): unknown => event.BattleId;

/** Commands about battles (PK) between rooms. */
export default {
  'Live.CallbackAfterCreateBattle': after<BattleCreated>(BattleCreated, { page: 68259, identity: byBattle }),
  'Live.CallbackAfterStartBattle': after<BattleStarted>(BattleStarted, { page: 68260, identity: byBattle }),
  'Live.CallbackAfterEndBattle': after<BattleEnded>(BattleEnded, { page: 68261, identity: byBattle }),
};
