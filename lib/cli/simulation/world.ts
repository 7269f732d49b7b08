import { act } from './actions';
import { createBattle, type Battle } from './battle';
import type { Random } from './random';
import { openRoom, roomCreated, roomDestroyed, type Room, type SimulatedEvent } from './room';

/** A number of rooms in which events happen. Its memory does not grow with the number of events. */
export interface World {
  /** Returns the next event. `now` is in Unix milliseconds; no event is earlier than the one before. */
  next(now: number): SimulatedEvent;
}

const participantsPerRoom = 48;

/** How many of the participants take turns as the host. */
const hostsPerRoom = 3;

const names = ['mei', 'ada', 'tomas', 'yuki', 'omar', 'lena', 'jo-ann', 'li_wei', 'sofia', 'kwame', 'ivy', 'raj'];

/** Above 2^53 and odd, as in Tencent's samples, so that a JavaScript number would round it to another account. */
const firstNumericAccount = 144115233775727695n;

const roomNames = [
  'Sunday piano',
  '<script>alert("live")</script>',
  '深夜电台 🎧',
  "Tom & Ana's kitchen",
  'Retro games, no "spoilers"',
  'Learn Swahili with Kwame',
  'Стрим без названия',
  'Morning yoga',
];

/** Returns the accounts that belong to a room. Every other one is a number of eighteen digits. */
const participantsOf = (roomNumber: number): readonly string[] =>
  Array.from({ length: participantsPerRoom }, (_, index) => {
    const number = roomNumber * participantsPerRoom + index;
    return index % 2 === 0
      ? String(firstNumericAccount + 2n * BigInt(number))
      : `${names[number % names.length]}${number}`;
  });

/** Holds one room after the other. */
interface Slot {
  readonly number: number;
  readonly participants: readonly string[];
  /** How many rooms have been opened in it. */
  opened: number;
  room: Room | undefined;
}

/** Creates a world. The same random numbers and the same times give the same events. */
export const createWorld = (roomCount: number, random: Random): World => {
  const slots = Array.from({ length: roomCount }, (_, number): Slot => {
    return { number, participants: participantsOf(number), opened: 0, room: undefined };
  });
  let battles: readonly Battle[] = [];
  let last = 0;

  const advance = (battle: Battle, at: number): SimulatedEvent => {
    const [event, rest] = battle.advance(at);
    battles = battles.flatMap((other) => (other === battle ? (rest ?? []) : other));
    return event;
  };

  const challenge = (from: Room, at: number): SimulatedEvent | undefined => {
    const to = random.pick(slots.filter(({ room }) => room && room !== from && !room.inBattle))?.room;
    if (!to || from.inBattle) return undefined;
    const [event, battle] = createBattle(from, to, random, at);
    battles = [...battles, battle];
    return event;
  };

  const open = (slot: Slot, at: number): SimulatedEvent => {
    const host = slot.participants[slot.opened % hostsPerRoom] ?? '';
    const roomName = roomNames[(slot.number + slot.opened) % roomNames.length] ?? '';
    slot.opened += 1;
    slot.room = openRoom({ participants: slot.participants, host, roomName }, random);
    return roomCreated(slot.room, at);
  };

  return {
    next(now) {
      const at = Math.max(now, last);
      last = at;
      const due = battles.find(({ dueAt }) => dueAt <= at);
      if (due) return advance(due, at);
      // A world has at least one slot.
      const slot = random.pick(slots)!;
      const { room } = slot;
      if (!room) return open(slot, at);
      room.eventsLeft -= 1;
      if (room.eventsLeft < 0 && !room.inBattle) {
        slot.room = undefined;
        return roomDestroyed(room, random, at);
      }
      return (random.nextInt(100) === 0 ? challenge(room, at) : undefined) ?? act(room, random, at);
    },
  };
};
