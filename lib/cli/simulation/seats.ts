import { happening, type Happening } from './happening';
import type { Play, Room } from './room';

export const isSeated = ({ seats }: Room, account: string): boolean =>
  seats.some(({ Member_Account }) => Member_Account === account);

/** With all the seats: right for those who read the list as such, and for those who read it as what changed. */
const changed = ({ roomId, seats }: Room, at: number): Happening =>
  happening('Mic.CallbackAfterSeatInfoChanged', { RoomId: roomId, SeatList: seats, EventTime: at });

const free = ({ seats }: Room) => seats.filter(({ Member_Account }) => Member_Account === undefined);
const taken = ({ seats }: Room) => seats.filter(({ Member_Account }) => Member_Account !== undefined);

export const takeSeat: Play = (room, chance, at) => {
  const seat = chance.pick(free(room).filter(({ IsTakenDisabled }) => !IsTakenDisabled));
  const account = chance.pick([...room.online].filter((member) => !isSeated(room, member)));
  if (!seat || account === undefined) return undefined;
  seat.Member_Account = account;
  return changed(room, at);
};

export const leaveSeat: Play = (room, chance, at) => {
  const seat = chance.pick(taken(room));
  if (!seat) return undefined;
  delete seat.Member_Account;
  return changed(room, at);
};

/** Locks a free seat, or unlocks a locked one. */
export const lockSeat: Play = (room, chance, at) => {
  const seat = chance.pick(free(room));
  if (!seat) return undefined;
  seat.IsTakenDisabled = !seat.IsTakenDisabled;
  return changed(room, at);
};

/** Bars whoever sits there from speaking, or lets them speak again. */
export const muteSeat: Play = (room, chance, at) => {
  const seat = chance.pick(taken(room));
  if (!seat) return undefined;
  seat.IsAudioDisabled = !seat.IsAudioDisabled;
  return changed(room, at);
};
