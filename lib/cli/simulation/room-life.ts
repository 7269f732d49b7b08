import type { Chance } from './chance';
import { happening, seconds, type Happening } from './happening';
import { gifts, messages } from './people';
import type { Room } from './room';

/** Makes something happen in a room, or nothing where the room is not so that it can. */
type Play = (room: Room, chance: Chance, at: number) => Happening | undefined;

/** The next thing to happen in an open room. */
export const happensIn: (...given: Parameters<Play>) => Happening = (room, chance, at) => {
  if (room.online.size === 0) return comeOnline(room, [room.host], 'Enter', at);
  // Somebody can always write: the host is there.
  for (;;) {
    const happened = chance.pick(likely)?.(room, chance, at);
    if (happened) return happened;
  }
};

type Cause = 'Enter' | 'Leave' | 'HeartbeatInterrupt' | 'HeartbeatRecover' | 'Kicked';

const membersChanged = (
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

const comeOnline = (room: Room, accounts: readonly string[], cause: Cause, at: number): Happening => {
  for (const account of accounts) {
    room.dropped.delete(account);
    room.online.add(account);
  }
  if (cause === 'Enter') room.entries += accounts.length;
  return membersChanged(room, accounts, 'Online', cause, at);
};

const goOffline = (room: Room, account: string | undefined, cause: Cause, at: number): Happening | undefined => {
  if (account === undefined) return undefined;
  room.online.delete(account);
  return membersChanged(room, [account], 'Offline', cause, at);
};

const audience = ({ online, host }: Room): string[] => [...online].filter((account) => account !== host);
const isSeated = ({ seats }: Room, account: string): boolean =>
  seats.some(({ Member_Account }) => Member_Account === account);

const enter: Play = (room, chance, at) => {
  const outside = room.cast.filter((account) => !room.online.has(account) && !room.dropped.has(account));
  const start = chance.below(outside.length);
  const entering = outside.slice(start, start + 1 + chance.below(3));
  return entering.length === 0 ? undefined : comeOnline(room, entering, 'Enter', at);
};

const leave: Play = (room, chance, at) =>
  goOffline(room, chance.pick(audience(room).filter((account) => !isSeated(room, account))), 'Leave', at);

const kick: Play = (room, chance, at) =>
  goOffline(room, chance.pick(audience(room).filter((account) => !isSeated(room, account))), 'Kicked', at);

/** Whoever sits keeps the seat meanwhile. */
const drop: Play = (room, chance, at) => {
  const account = chance.pick(audience(room));
  if (account !== undefined) room.dropped.add(account);
  return goOffline(room, account, 'HeartbeatInterrupt', at);
};

const recover: Play = (room, chance, at) => {
  const account = chance.pick([...room.dropped]);
  return account === undefined ? undefined : comeOnline(room, [account], 'HeartbeatRecover', at);
};

/** With all the seats: right for those who read the list as such, and for those who read it as what changed. */
const seatsChanged = ({ roomId, seats }: Room, at: number): Happening =>
  happening('Mic.CallbackAfterSeatInfoChanged', { RoomId: roomId, SeatList: seats, EventTime: at });

const takeSeat: Play = (room, chance, at) => {
  const seat = chance.pick(room.seats.filter((free) => !free.IsTakenDisabled && free.Member_Account === undefined));
  const account = chance.pick([...room.online].filter((standing) => !isSeated(room, standing)));
  if (!seat || account === undefined) return undefined;
  seat.Member_Account = account;
  return seatsChanged(room, at);
};

const leaveSeat: Play = (room, chance, at) => {
  const seat = chance.pick(room.seats.filter((taken) => taken.Member_Account !== undefined));
  if (!seat) return undefined;
  delete seat.Member_Account;
  return seatsChanged(room, at);
};

/** Locks a free seat, or unlocks a locked one. */
const lockSeat: Play = (room, chance, at) => {
  const seat = chance.pick(room.seats.filter((free) => free.Member_Account === undefined));
  if (!seat) return undefined;
  seat.IsTakenDisabled = !seat.IsTakenDisabled;
  return seatsChanged(room, at);
};

const muteSeat: Play = (room, chance, at) => {
  const seat = chance.pick(room.seats.filter((taken) => taken.Member_Account !== undefined));
  if (!seat) return undefined;
  seat.IsAudioDisabled = !seat.IsAudioDisabled;
  return seatsChanged(room, at);
};

const giveGift: Play = (room, chance, at) => {
  const giver = chance.pick(audience(room));
  const gift = chance.pick(gifts);
  if (giver === undefined || !gift) return undefined;
  const Count = 1 + chance.below(3);
  const GiftWater = { From_Account: giver, To_Account: [room.host], Time: seconds(at), ...gift, Count };
  return happening('Live.CallbackBeforeSendGift', { Operator_Account: giver, RoomId: room.roomId, GiftWater }, () => {
    room.giftsSent += Count;
    room.giftCoins += Count * gift.Coins;
    room.givers.add(giver);
    return undefined;
  });
};

const writeMessage: Play = (room, chance, at) => {
  const sender = chance.pick([...room.online]) ?? room.host;
  const Random = chance.below(2 ** 32);
  const message = {
    GroupId: room.roomId,
    Type: 'Live',
    From_Account: sender,
    Operator_Account: sender,
    Random,
    MsgId: `${sender}-${seconds(at)}-${Random}`,
    MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: chance.pick(messages) } }],
    CloudCustomData: '',
  };
  return happening('Group.CallbackBeforeSendMsg', { ...message, EventTime: at }, (sentAt) => {
    room.messagesSent += 1;
    const order = { MsgSeq: room.messagesSent, MsgTime: seconds(sentAt) };
    return happening('Group.CallbackAfterSendMsg', { ...message, ...order, EventTime: sentAt });
  });
};

const follow: Play = (room, chance, at) => {
  const From_Account = chance.pick(audience(room));
  if (From_Account === undefined) return undefined;
  return chance.below(3) === 0
    ? happening('Follow.CallbackAfterFollowDelete', { From_Account, To_Account: [room.host], EventTime: at })
    : happening('Follow.CallbackAfterFollowAdd', {
        From_Account,
        FollowList: [{ To_Account: room.host }],
        EventTime: at,
      });
};

/** Makes an administrator of somebody, or of an administrator a member again. */
const modifyAdmin: Play = (room, chance, at) => {
  const account = chance.pick(audience(room));
  if (account === undefined) return undefined;
  const opType = room.admins.delete(account) ? 'delete' : 'add';
  if (opType === 'add') room.admins.add(account);
  return happening('Live.CallbackAfterModifyAdmin', {
    RoomId: room.roomId,
    EventTime: at,
    Operator_Account: room.host,
    Admin_Account: [account],
    opType,
  });
};

const changeMetadata: Play = (room, chance, at) => {
  const key = `topic${chance.below(4)}`;
  const common = { Operator_Account: room.host, RoomId: room.roomId, EventTime: at };
  if (room.metadata.delete(key)) return happening('Live.CallbackAfterDelMetadata', { ...common, Keys: [key] });
  room.metadata.add(key);
  const Value = chance.pick(messages) ?? '';
  return happening('Live.CallbackAfterSetMetadata', { ...common, Metadata: [{ Key: key, Value }] });
};

const updateInfo: Play = (room, chance, at) =>
  happening('Live.CallbackAfterUpdateRoomInfo', {
    Operator_Account: room.host,
    RoomInfo: { RoomId: room.roomId, RoomName: room.roomName, ActivityStatus: chance.below(3) },
    EventTime: at,
  });

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
