import {
  allow,
  deny,
  type Delivery,
  type GiftSending,
  type Handlers,
  type Seat as SeatInfo,
} from 'tencent-live-webhooks';
import type { Board, Gift, Seat } from './board';

/** What is done with each event. Run at once, or with a queue by its worker. */
export const handlersOf = (board: Board, giftLimitCoins: number): Handlers => ({
  'Live.CallbackAfterCreateRoom': ({ RoomInfo }, delivery) => board.roomCreated(RoomInfo.RoomId, happened(delivery)),

  'Live.CallbackAfterDestroyRoom': ({ RoomId }, delivery) => board.roomDestroyed(RoomId, happened(delivery)),

  'Live.CallbackAfterMemberStateChanged': ({ RoomId, EventType, MemberList }, delivery) => {
    const accounts = MemberList.map((member) => member.Member_Account);
    return board.membersChanged(RoomId, accounts, EventType === 'Online', happened(delivery));
  },

  'Mic.CallbackAfterSeatInfoChanged': ({ RoomId, SeatList }, delivery) =>
    board.seatsReported(RoomId, SeatList.map(seatOf), happened(delivery)),

  'Live.CallbackBeforeSendGift': async ({ RoomId, GiftWater }, delivery) => {
    if (GiftWater.Coins > giftLimitCoins) return deny(102101, `A gift may cost up to ${giftLimitCoins} coins.`);
    await board.giftAllowed(RoomId, giftOf(GiftWater), happened(delivery));
    return allow();
  },
});

const happened = ({ occurredAt, receivedAt }: Delivery): Date => occurredAt ?? receivedAt;

const seatOf = (seat: SeatInfo): Seat => ({
  index: seat.Index,
  // An empty seat comes without an account, or with an empty one.
  account: seat.Member_Account || null,
  isLocked: seat.IsTakenDisabled,
});

const giftOf = (gift: GiftSending['GiftWater']): Gift => ({
  from: gift.From_Account,
  to: gift.To_Account,
  giftId: gift.GiftId,
  count: gift.Count,
  coins: gift.Coins,
});
