import { happening, seconds } from './happening';
import { audience } from './members';
import { gifts, messages } from './people';
import type { Play } from './room';

export const giveGift: Play = (room, chance, at) => {
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

export const writeMessage: Play = (room, chance, at) => {
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

export const follow: Play = (room, chance, at) => {
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
