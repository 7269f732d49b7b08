import { allow, deny, type Delivery, type Handlers } from 'tencent-live-webhooks';
import type { Journal } from './journal';
import { meaningOf, meanings } from './meanings';

/**
 * For every command. Without a queue they run before the reply: an event is acknowledged once it is in the database, and
 * where that takes too long the package answers FAIL in time. With one, the worker runs them.
 */
export const handlersOf = (journal: Journal, giftLimitCoins: number): Handlers => {
  const keep = (event: unknown, delivery: Delivery): Promise<void> =>
    journal.keepEvent(delivery, meaningOf(delivery.command, event));

  return {
    ...Object.fromEntries(Object.keys(meanings).map((command) => [command, keep])),

    // A verdict waits for nothing: a slow database holds up no gift. `onOutcome` keeps it, as it was answered.
    'Live.CallbackBeforeSendGift': ({ GiftWater }) =>
      GiftWater.Coins > giftLimitCoins ? deny(102101, `A gift may cost up to ${giftLimitCoins} coins.`) : allow(),

    'Group.CallbackBeforeSendMsg': () => allow(),
  };
};
