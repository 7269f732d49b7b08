import { happening, type Happening } from './happening';
import { isSeated } from './seats';
import type { Play, Room } from './room';

type Cause = 'Enter' | 'Leave' | 'HeartbeatInterrupt' | 'HeartbeatRecover' | 'Kicked';

const changed = (
  { roomId }: Room,
  accounts: readonly string[],
  EventType: 'Online' | 'Offline',
  EventCause: Cause,
  at: number,
): Happening =>
  happening('Live.CallbackAfterMemberStateChanged', {
    RoomId: roomId,
    EventType,
    EventCause,
    MemberList: accounts.map((account) => ({ Member_Account: account })),
    EventTime: at,
  });

/** Some come in, or come back. */
export const comeOnline = (
  room: Room,
  accounts: readonly string[],
  cause: 'Enter' | 'HeartbeatRecover',
  at: number,
): Happening => {
  for (const account of accounts) {
    room.dropped.delete(account);
    room.online.add(account);
  }
  if (cause === 'Enter') room.entries += accounts.length;
  return changed(room, accounts, 'Online', cause, at);
};

const goOffline = (
  room: Room,
  account: string | undefined,
  cause: 'Leave' | 'HeartbeatInterrupt' | 'Kicked',
  at: number,
): Happening | undefined => {
  if (account === undefined) return undefined;
  room.online.delete(account);
  return changed(room, [account], 'Offline', cause, at);
};

/** Everybody in the room but its host, who stays to the end. */
export const audience = ({ online, host }: Room): string[] => [...online].filter((account) => account !== host);

const standing = (room: Room): string[] => audience(room).filter((account) => !isSeated(room, account));

export const enter: Play = (room, chance, at) => {
  const outside = room.cast.filter((account) => !room.online.has(account) && !room.dropped.has(account));
  const start = chance.below(outside.length);
  const entering = outside.slice(start, start + 1 + chance.below(3));
  return entering.length === 0 ? undefined : comeOnline(room, entering, 'Enter', at);
};

export const leave: Play = (room, chance, at) => goOffline(room, chance.pick(standing(room)), 'Leave', at);

export const kick: Play = (room, chance, at) => goOffline(room, chance.pick(standing(room)), 'Kicked', at);

/** Whoever sits keeps the seat meanwhile. */
export const drop: Play = (room, chance, at) => {
  const account = chance.pick(audience(room));
  if (account !== undefined) room.dropped.add(account);
  return goOffline(room, account, 'HeartbeatInterrupt', at);
};

export const recover: Play = (room, chance, at) => {
  const account = chance.pick([...room.dropped]);
  return account === undefined ? undefined : comeOnline(room, [account], 'HeartbeatRecover', at);
};
