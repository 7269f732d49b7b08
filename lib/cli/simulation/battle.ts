import { createHash } from 'node:crypto';
import type { Chance } from './chance';
import { happening, seconds, type Happening } from './happening';
import type { Room } from './room';

/** A battle between two rooms, until it is over. */
export interface Battle {
  /** When the next thing happens in it, in Unix milliseconds. */
  readonly dueAt: number;
  /** What happens then, and the battle after it: `undefined` once it is over. */
  readonly play: (at: number) => readonly [Happening, Battle | undefined];
}

/** How long the called host thinks it over, in milliseconds. */
const answersAfter = 2000;

const sideOf = ({ roomId, host }: Room) => ({ RoomId: roomId, Owner_Account: host });

/** One host challenges another. */
export const createBattle = (from: Room, to: Room, chance: Chance, at: number): readonly [Happening, Battle] => {
  // Like Tencent's, and another one each time: users tell battles apart by it.
  const BattleId = createHash('sha256').update(`${from.roomId} ${to.roomId} ${at}`).digest('base64');
  const Duration = 10_000 * (1 + chance.below(3));
  const CreateTime = seconds(at);
  const [fromCoins, toCoins] = [from.giftCoins, to.giftCoins];

  const ended = (startedAt: number): Battle => ({
    dueAt: startedAt + Duration,
    play: (endedAt) => {
      from.inBattle = false;
      to.inBattle = false;
      const end = happening('Live.CallbackAfterEndBattle', {
        BattleId,
        Duration,
        CreateTime,
        StartTime: seconds(startedAt),
        EndTime: seconds(endedAt),
        OpType: 0,
        FromRoomInfo: { ...sideOf(from), Score: from.giftCoins - fromCoins },
        ToRoomList: [{ ...sideOf(to), Score: to.giftCoins - toCoins }],
        EventTime: endedAt,
      });
      return [end, undefined];
    },
  });

  const started: Battle = {
    dueAt: at + answersAfter,
    play: (startedAt) => {
      const start = happening('Live.CallbackAfterStartBattle', {
        BattleId,
        Duration,
        CreateTime,
        StartTime: seconds(startedAt),
        FromRoomInfo: sideOf(from),
        ToRoomList: [sideOf(to)],
        EventTime: startedAt,
      });
      return [start, ended(startedAt)];
    },
  };

  from.inBattle = true;
  to.inBattle = true;
  const create = happening('Live.CallbackAfterCreateBattle', {
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
  return [create, started];
};
