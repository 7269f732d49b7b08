import { follow, giveGift, writeMessage } from './audience';
import type { Chance } from './chance';
import type { Happening } from './happening';
import { changeMetadata, modifyAdmin, updateInfo } from './host';
import { comeOnline, drop, enter, kick, leave, recover } from './members';
import type { Play, Room } from './room';
import { leaveSeat, lockSeat, muteSeat, takeSeat } from './seats';

/** What may happen in a room, and how often. */
const weights: readonly (readonly [weight: number, play: Play])[] = [
  [24, enter],
  [10, leave],
  [6, drop],
  [6, recover],
  [1, kick],
  [9, takeSeat],
  [4, leaveSeat],
  [3, lockSeat],
  [2, muteSeat],
  [14, giveGift],
  [14, writeMessage],
  [3, follow],
  [1, modifyAdmin],
  [2, changeMetadata],
  [1, updateInfo],
];

/** Each as often as it is likely. */
const likely: readonly Play[] = weights.flatMap(([weight, play]) => Array.from({ length: weight }, () => play));

/** The next thing to happen in an open room. */
export const happensIn = (room: Room, chance: Chance, at: number): Happening => {
  if (room.online.size === 0) return comeOnline(room, [room.host], 'Enter', at);
  // Somebody can always write: the host is there.
  for (;;) {
    const happened = chance.pick(likely)?.(room, chance, at);
    if (happened) return happened;
  }
};
