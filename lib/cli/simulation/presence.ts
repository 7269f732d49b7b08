import type { Random } from './random';
import { createEvent, type Room, type SimulatedEvent } from './room';

/** Something that people do in a room. Returns `undefined` when the state of the room does not allow it. */
export type Action = (room: Room, random: Random, at: number) => SimulatedEvent | undefined;

/** Everybody who is online but the host, who stays until the end. */
export const audience = ({ online, host }: Room): string[] => [...online].filter((account) => account !== host);

const isSeated = ({ seats }: Room, account: string): boolean =>
  seats.some(({ Member_Account }) => Member_Account === account);

const standing = (room: Room): string[] => audience(room).filter((account) => !isSeated(room, account));

const membersChanged = (
  { roomId }: Room,
  accounts: readonly string[],
  EventType: 'Online' | 'Offline',
  EventCause: 'Enter' | 'Leave' | 'HeartbeatInterrupt' | 'HeartbeatRecover' | 'Kicked',
  at: number,
): SimulatedEvent =>
  createEvent('Live.CallbackAfterMemberStateChanged', {
    RoomId: roomId,
    EventType,
    EventCause,
    MemberList: accounts.map((account) => ({ Member_Account: account })),
    EventTime: at,
  });

export const goOnline = (
  room: Room,
  accounts: readonly string[],
  cause: 'Enter' | 'HeartbeatRecover',
  at: number,
): SimulatedEvent => {
  for (const account of accounts) {
    room.dropped.delete(account);
    room.online.add(account);
  }
  if (cause === 'Enter') room.entries += accounts.length;
  return membersChanged(room, accounts, 'Online', cause, at);
};

const goOffline = (
  room: Room,
  account: string | undefined,
  cause: 'Leave' | 'HeartbeatInterrupt' | 'Kicked',
  at: number,
): SimulatedEvent | undefined => {
  if (account === undefined) return undefined;
  room.online.delete(account);
  return membersChanged(room, [account], 'Offline', cause, at);
};

export const enter: Action = (room, random, at) => {
  const outside = room.participants.filter((account) => !room.online.has(account) && !room.dropped.has(account));
  const start = random.nextInt(outside.length);
  const entering = outside.slice(start, start + 1 + random.nextInt(3));
  return entering.length === 0 ? undefined : goOnline(room, entering, 'Enter', at);
};

export const leave: Action = (room, random, at) => goOffline(room, random.pick(standing(room)), 'Leave', at);

export const kick: Action = (room, random, at) => goOffline(room, random.pick(standing(room)), 'Kicked', at);

/** The heartbeat of a member is interrupted. A member who is seated keeps the seat. */
export const drop: Action = (room, random, at) => {
  const account = random.pick(audience(room));
  if (account !== undefined) room.dropped.add(account);
  return goOffline(room, account, 'HeartbeatInterrupt', at);
};

export const recover: Action = (room, random, at) => {
  const account = random.pick([...room.dropped]);
  return account === undefined ? undefined : goOnline(room, [account], 'HeartbeatRecover', at);
};

/** Lists every seat: correct for receivers that read a complete list, and for those that read a list of changes. */
const seatsChanged = ({ roomId, seats }: Room, at: number): SimulatedEvent =>
  createEvent('Mic.CallbackAfterSeatInfoChanged', { RoomId: roomId, SeatList: seats, EventTime: at });

const freeSeats = ({ seats }: Room) => seats.filter(({ Member_Account }) => Member_Account === undefined);
const takenSeats = ({ seats }: Room) => seats.filter(({ Member_Account }) => Member_Account !== undefined);

export const takeSeat: Action = (room, random, at) => {
  const seat = random.pick(freeSeats(room).filter(({ IsTakenDisabled }) => !IsTakenDisabled));
  const account = random.pick([...room.online].filter((member) => !isSeated(room, member)));
  if (!seat || account === undefined) return undefined;
  seat.Member_Account = account;
  return seatsChanged(room, at);
};

const changeOneOf =
  (seatsOf: (room: Room) => Room['seats'], change: (seat: Room['seats'][number]) => void): Action =>
  (room, random, at) => {
    const seat = random.pick(seatsOf(room));
    if (!seat) return undefined;
    change(seat);
    return seatsChanged(room, at);
  };

export const leaveSeat = changeOneOf(takenSeats, (seat) => delete seat.Member_Account);
export const toggleSeatLock = changeOneOf(freeSeats, (seat) => (seat.IsTakenDisabled = !seat.IsTakenDisabled));
export const toggleSeatMute = changeOneOf(takenSeats, (seat) => (seat.IsAudioDisabled = !seat.IsAudioDisabled));
