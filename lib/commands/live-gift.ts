import * as t from 'io-ts';
import { before } from './command';
import { id, integer, list, named, payload } from './fields';
import { allowed, denied, verdictCodec, type Allow, type Deny, type Hundred } from './verdict';

const GiftWater = payload('GiftWater', {
  /** The giver. */
  From_Account: id,
  /** The receivers. */
  To_Account: list(id),
  /** Unix **seconds**. */
  Time: integer,
  /** Which gift. */
  GiftId: id,
  /** How many of it. */
  Count: integer,
  /** The price of **one** gift, by the Chinese text. Verify before billing Count × Coins × receivers. */
  Coins: integer,
});
/** What is given, by whom, to whom. */
export interface GiftWater extends t.TypeOf<typeof GiftWater> {}

const GiftSending = payload('GiftSending', {
  /** `Live.CallbackBeforeSendGift`. */
  CallbackCommand: t.string,
  /** Who asked for it; the giver is `GiftWater.From_Account`. */
  Operator_Account: id,
  /** The room in which it is given. */
  RoomId: id,
  /** The gift itself. Not in the page's field table, only in its sample. */
  GiftWater: named<GiftWater>(GiftWater),
});
/** Somebody is about to send a gift, which waits for the verdict. Tencent page 72210. */
export interface GiftSending extends t.TypeOf<typeof GiftSending> {}

/** What a refused gift may carry: 1, or 102100 to 102200, which the sender's client gets to see. */
export type GiftDenyCode = 1 | Hundred<1021> | 102200;

/** What may be said to a gift. */
export type GiftVerdict = Allow | Deny<GiftDenyCode>;

const GiftVerdict = verdictCodec<GiftVerdict>('allow(), or deny() with code 1 or 102100 to 102200', [
  allowed,
  denied(102100, 102200),
]);

/** The command about gifts. */
export default {
  'Live.CallbackBeforeSendGift': before<GiftSending, GiftVerdict>(GiftSending, GiftVerdict, {
    page: 72210,
    occurredAt: (event) => event.GiftWater.Time * 1000,
    // No transaction id and a time in whole seconds: two equal gifts in one second have equal bodies.
    identity: () => undefined,
    // What Tencent does by itself when nobody answers.
    fallback: 'deny',
  }),
};
