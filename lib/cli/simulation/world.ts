import { createBattle, type Battle } from './battle';
import type { Chance } from './chance';
import type { Happening } from './happening';
import { castOf, hostsPerRoom, roomNames } from './people';
import { created, destroyed, openRoom, type Room } from './room';
import { happensIn } from './room-life';

/** Some rooms, in which something happens each time it is asked. It stays the same size, however long it lives. */
export interface World {
  /** The next thing to happen. `now` is in Unix milliseconds; what happens is never earlier than what went before. */
  next(now: number): Happening;
}

/** A place for one room after the other. */
interface Slot {
  readonly number: number;
  readonly cast: readonly string[];
  /** How many rooms it has had. */
  rooms: number;
  room: Room | undefined;
}

/** Makes the world. The same chance and the same times give the same happenings. */
export const makeWorld = (roomCount: number, chance: Chance): World => {
  const slots = Array.from({ length: roomCount }, (_, number): Slot => ({
    number,
    cast: castOf(number),
    rooms: 0,
    room: undefined,
  }));
  let battles: readonly Battle[] = [];
  let last = 0;

  const playOn = (battle: Battle, at: number): Happening => {
    const [happened, rest] = battle.play(at);
    battles = battles.flatMap((other) => (other === battle ? (rest ?? []) : other));
    return happened;
  };

  const challenge = (from: Room, at: number): Happening | undefined => {
    const to = chance.pick(slots.filter(({ room }) => room && room !== from && !room.inBattle))?.room;
    if (!to || from.inBattle) return undefined;
    const [happened, battle] = createBattle(from, to, chance, at);
    battles = [...battles, battle];
    return happened;
  };

  const open = (slot: Slot, at: number): Happening => {
    const host = slot.cast[slot.rooms % hostsPerRoom] ?? '';
    const roomName = roomNames[(slot.number + slot.rooms) % roomNames.length] ?? '';
    slot.rooms += 1;
    slot.room = openRoom({ cast: slot.cast, host, roomName }, chance);
    return created(slot.room, at);
  };

  return {
    next(now) {
      const at = Math.max(now, last);
      last = at;
      const due = battles.find(({ dueAt }) => dueAt <= at);
      if (due) return playOn(due, at);
      // There is at least one.
      const slot = chance.pick(slots)!;
      const { room } = slot;
      if (!room) return open(slot, at);
      room.eventsLeft -= 1;
      if (room.eventsLeft < 0 && !room.inBattle) {
        slot.room = undefined;
        return destroyed(room, chance, at);
      }
      return (chance.below(100) === 0 ? challenge(room, at) : undefined) ?? happensIn(room, chance, at);
    },
  };
};
