import { createHash } from 'node:crypto';
import type { Random } from './random';
import { createEvent, toSeconds, type Room, type SimulatedEvent } from './room';

/** A battle between two rooms that has not ended yet. */
export interface Battle {
  /** When its next event is due, in Unix milliseconds. */
  readonly dueAt: number;
  /** Returns the next event and the battle after it, which is `undefined` once the battle has ended. */
  readonly advance: (at: number) => readonly [SimulatedEvent, Battle | undefined];
}

/** How long the challenged host takes to accept. */
const acceptDelayMs = 2000;

const sideOf = ({ roomId, host }: Room) => ({ RoomId: roomId, Owner_Account: host });

/** Lets the host of one room challenge another. */
export const createBattle = (from: Room, to: Room, random: Random, at: number): readonly [SimulatedEvent, Battle] => {
  // Looks like an id of Tencent's and differs for every battle, because receivers identify a battle by it.
  const BattleId = createHash('sha256').update(`${from.roomId} ${to.roomId} ${at}`).digest('base64');
  const Duration = 10_000 * (1 + random.nextInt(3));
  const common = { BattleId, Duration, CreateTime: toSeconds(at) };
  const [fromCoins, toCoins] = [from.giftCoins, to.giftCoins];

  const started = (startedAt: number): Battle => ({
    dueAt: startedAt + Duration,
    advance: (endedAt) => {
      from.inBattle = false;
      to.inBattle = false;
      const end = createEvent('Live.CallbackAfterEndBattle', {
        ...common,
        StartTime: toSeconds(startedAt),
        EndTime: toSeconds(endedAt),
        OpType: 0,
        FromRoomInfo: { ...sideOf(from), Score: from.giftCoins - fromCoins },
        ToRoomList: [{ ...sideOf(to), Score: to.giftCoins - toCoins }],
        EventTime: endedAt,
      });
      return [end, undefined];
    },
  });

  const created: Battle = {
    dueAt: at + acceptDelayMs,
    advance: (startedAt) => {
      const start = createEvent('Live.CallbackAfterStartBattle', {
        ...common,
        StartTime: toSeconds(startedAt),
        FromRoomInfo: sideOf(from),
        ToRoomList: [sideOf(to)],
        EventTime: startedAt,
      });
      return [start, started(startedAt)];
    },
  };

  from.inBattle = true;
  to.inBattle = true;
  const create = createEvent('Live.CallbackAfterCreateBattle', {
    Operator_Account: from.host,
    BattleId,
    FromRoomId: from.roomId,
    ToRoomIdList: [to.roomId],
    Timeout: 30_000,
    Duration,
    NeedResponse: true,
    ExtensionInfo: '',
    EventTime: at,
  });
  return [create, created];
};
