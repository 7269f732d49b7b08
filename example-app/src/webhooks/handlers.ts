import { allow, deny, type Handlers } from 'tencent-live-webhooks';

/**
 * **Your own handlers: add them here.**
 *
 * The app stores every event itself, whether it has a handler here or not (see `store-first.ts`), so a handler replaces
 * nothing. It runs after its event was stored. What it throws makes the reply a FAIL, or with a queue, another attempt.
 * It may run twice for one event: Tencent may repeat an event, and a queue repeats a failed one. While messages are
 * moderated, the handler of `src/moderation` replaces one for `Group.CallbackBeforeSendMsg` here.
 */
export const createHandlers = ({ giftLimitCoins }: { readonly giftLimitCoins: number }): Handlers => ({
  // 'Live.CallbackAfterMemberStateChanged': async ({ RoomId, EventType, MemberList }, delivery) => { … },

  'Live.CallbackBeforeSendGift': ({ GiftWater }) =>
    GiftWater.Coins > giftLimitCoins ? deny(102101, `A gift may cost up to ${giftLimitCoins} coins.`) : allow(),
});
