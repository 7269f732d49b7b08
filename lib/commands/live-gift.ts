import * as t from 'io-ts';
import { before } from './command';
import { id, integer, list, opaque, payload } from './fields';
import { allowed, denied, verdictCodec, type Allow, type Deny, type Hundred } from './verdict';

const GiftWater = payload('GiftWater', {
  /** Account that gives. */
  From_Account: id,
  /** Accounts that receive. */
  To_Account: list(id),
  /** Time of the gift, in Unix **seconds**. */
  Time: integer,
  /** Id of the gift. */
  GiftId: id,
  /** Number of gifts. */
  Count: integer,
  /** Price of **one** gift, according to the Chinese text. Verify before you bill `Count` × `Coins` × receivers. */
  Coins: integer,
});
/** What is given, by whom and to whom. */
export interface GiftWater extends t.TypeOf<typeof GiftWater> {}

const GiftSending = payload('GiftSending', {
  /** Name of the command. */
  CallbackCommand: t.string,
  /** Account that requested the action. The giver is `GiftWater.From_Account`. */
  Operator_Account: id,
  /** Id of the room. */
  RoomId: id,
  /** The gift itself. The page's sample shows it, the page's field table does not. */
  GiftWater: opaque<GiftWater>(GiftWater),
});
/**
 * Somebody is about to send a gift, and the gift waits for the verdict.
 *
 * @remarks
 * - Tencent waits 2 seconds. Without a reply it **rejects** the gift, unless `Live.CallbackBeforeCallBackNotBlock` is
 *   set among the enabled commands: then it lets the gift through.
 * - The body has no transaction id and a time in whole seconds: two identical gifts in one second have identical
 *   bodies. Never deduplicate them by content, and never charge for a gift without another key.
 * - Every other code that is not 0 refuses the gift as well, and Tencent does not pass it on.
 * - The pass-through range of the codes, 102100 to 102200, differs by one digit from the range of messages.
 * - An earlier copy of the page prints `Live.CallbackAfterCreateBattle` as the command in the URL. The command in the
 *   body decides.
 * - There is no command after a gift. `Live.CallbackAfterDestroyRoom` carries the totals in `Statistic`.
 *
 * @see 647/72210 (2025-12-08), 1071/78196 (2026-03-11), 647/121916 (2025-12-04)
 */
export interface GiftSending extends t.TypeOf<typeof GiftSending> {}

/** The codes that can refuse a gift: 1, or 102100 to 102200, which Tencent passes on to the sender's client. */
export type GiftDenyCode = 1 | Hundred<1021> | 102200;

/** The verdicts about a gift. */
export type GiftVerdict = Allow | Deny<GiftDenyCode>;

const GiftVerdict = verdictCodec<GiftVerdict>('allow(), or deny() with code 1 or 102100 to 102200', [
  allowed,
  denied(102100, 102200),
]);

/** The command about gifts. */
export default {
  /**
   * Somebody is about to send a gift, and the gift waits for the verdict.
   *
   * Kind: before. Source: [Tencent page 72210](https://trtc.io/document/72210).
   */
  'Live.CallbackBeforeSendGift': before<GiftSending, GiftVerdict>(GiftSending, GiftVerdict, {
    page: 72210,
    occurredAt: (event) => event.GiftWater.Time * 1000,
    // Without a transaction id, two identical gifts in one second have identical bodies.
    identity: () => undefined,
    // Tencent rejects the gift if it gets no reply.
    fallback: 'deny',
  }),
};
