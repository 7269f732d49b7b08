import * as presence from './presence';
import type { Random } from './random';
import { createEvent, toSeconds, type Room, type SimulatedEvent } from './room';

const messages = ['hello!', '晚上好', 'play it again', '👏👏👏', '<b>bold?</b>', 'where are you from?', 'who is next?'];

/** The gifts, each with the price of one. */
const gifts = [
  { GiftId: 'rose', Coins: 1 },
  { GiftId: 'heart', Coins: 10 },
  { GiftId: 'cake', Coins: 99 },
  { GiftId: 'sports-car', Coins: 1200 },
  { GiftId: 'rocket', Coins: 9000 },
];

const sendGift: presence.Action = (room, random, at) => {
  const giver = random.pick(presence.audience(room));
  const gift = random.pick(gifts);
  if (giver === undefined || !gift) return undefined;
  const Count = 1 + random.nextInt(3);
  const GiftWater = { From_Account: giver, To_Account: [room.host], Time: toSeconds(at), ...gift, Count };
  return createEvent('Live.CallbackBeforeSendGift', { Operator_Account: giver, RoomId: room.roomId, GiftWater }, () => {
    room.giftsSent += Count;
    room.giftCoins += Count * gift.Coins;
    room.givers.add(giver);
    return undefined;
  });
};

const sendMessage: presence.Action = (room, random, at) => {
  const sender = random.pick([...room.online]) ?? room.host;
  const Random = random.nextInt(2 ** 32);
  const message = {
    GroupId: room.roomId,
    Type: 'Live',
    From_Account: sender,
    Operator_Account: sender,
    Random,
    MsgId: `${sender}-${toSeconds(at)}-${Random}`,
    MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: random.pick(messages) } }],
    CloudCustomData: '',
  };
  return createEvent('Group.CallbackBeforeSendMsg', { ...message, EventTime: at }, (sentAt) => {
    room.messagesSent += 1;
    const order = { MsgSeq: room.messagesSent, MsgTime: toSeconds(sentAt) };
    return createEvent('Group.CallbackAfterSendMsg', { ...message, ...order, EventTime: sentAt });
  });
};

const follow: presence.Action = (room, random, at) => {
  const From_Account = random.pick(presence.audience(room));
  if (From_Account === undefined) return undefined;
  const common = { From_Account, EventTime: at };
  return random.nextInt(3) === 0
    ? createEvent('Follow.CallbackAfterFollowDelete', { ...common, To_Account: [room.host] })
    : createEvent('Follow.CallbackAfterFollowAdd', { ...common, FollowList: [{ To_Account: room.host }] });
};

const toggleAdmin: presence.Action = (room, random, at) => {
  const account = random.pick(presence.audience(room));
  if (account === undefined) return undefined;
  const opType = room.admins.delete(account) ? 'delete' : 'add';
  if (opType === 'add') room.admins.add(account);
  return createEvent('Live.CallbackAfterModifyAdmin', {
    RoomId: room.roomId,
    EventTime: at,
    Operator_Account: room.host,
    Admin_Account: [account],
    opType,
  });
};

const changeMetadata: presence.Action = (room, random, at) => {
  const key = `topic${random.nextInt(4)}`;
  const common = { Operator_Account: room.host, RoomId: room.roomId, EventTime: at };
  if (room.metadata.delete(key)) return createEvent('Live.CallbackAfterDelMetadata', { ...common, Keys: [key] });
  room.metadata.add(key);
  const Value = random.pick(messages) ?? '';
  return createEvent('Live.CallbackAfterSetMetadata', { ...common, Metadata: [{ Key: key, Value }] });
};

const updateRoomInfo: presence.Action = (room, random, at) =>
  createEvent('Live.CallbackAfterUpdateRoomInfo', {
    Operator_Account: room.host,
    RoomInfo: { RoomId: room.roomId, RoomName: room.roomName, ActivityStatus: random.nextInt(3) },
    EventTime: at,
  });

/** The actions of a room, each repeated in proportion to its probability. */
const weightedActions: readonly presence.Action[] = (
  [
    [24, presence.enter],
    [10, presence.leave],
    [6, presence.drop],
    [6, presence.recover],
    [1, presence.kick],
    [9, presence.takeSeat],
    [4, presence.leaveSeat],
    [3, presence.toggleSeatLock],
    [2, presence.toggleSeatMute],
    [14, sendGift],
    [14, sendMessage],
    [3, follow],
    [1, toggleAdmin],
    [2, changeMetadata],
    [1, updateRoomInfo],
  ] as const
).flatMap(([weight, action]) => Array.from({ length: weight }, () => action));

/** Performs a random action in an open room. The host enters before anything else. */
export const act = (room: Room, random: Random, at: number): SimulatedEvent => {
  if (room.online.size === 0) return presence.goOnline(room, [room.host], 'Enter', at);
  // The loop ends because the host is online and can always send a message.
  for (;;) {
    const event = random.pick(weightedActions)?.(room, random, at);
    if (event) return event;
  }
};
