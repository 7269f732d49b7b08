import * as t from 'io-ts';
import { after } from './command';
import { id, list, payload, timestamp } from './fields';

const Followed = payload('Followed', {
  /** Account that is followed. */
  To_Account: id,
});
/** One of the accounts that somebody follows. */
export interface Followed extends t.TypeOf<typeof Followed> {}

const FollowAdded = payload('FollowAdded', {
  /** Name of the command. */
  CallbackCommand: t.string,
  /** Account that follows. */
  From_Account: id,
  /** Accounts that are followed from now on: objects here, plain ids in `Follow.CallbackAfterFollowDelete`. */
  FollowList: list<Followed>(Followed),
  /** Time of the event, in Unix milliseconds. */
  EventTime: timestamp,
});
/**
 * Somebody followed other users, through a client or the REST API.
 *
 * @remarks
 * - A follow is between users, so the body names no room.
 * - The command comes from Chat's back end. It may be signed with Chat's token.
 *
 * @see 647/74356 (undated), 1047/70355
 */
export interface FollowAdded extends t.TypeOf<typeof FollowAdded> {}

const FollowDeleted = payload('FollowDeleted', {
  /** Name of the command. */
  CallbackCommand: t.string,
  /** Account that followed until now. */
  From_Account: id,
  /** Accounts that are no longer followed: plain ids, although the page's table says objects. */
  To_Account: list(id),
  /** Time of the event, in Unix milliseconds. */
  EventTime: timestamp,
});
/**
 * Somebody stopped following other users, through a client or the REST API.
 *
 * @remarks
 * - The body is not symmetric with the body of `Follow.CallbackAfterFollowAdd`: a list of ids here, a list of objects
 *   there.
 * - The page's table calls `To_Account` an array of objects. The page's sample shows strings.
 * - The command comes from Chat's back end. It may be signed with Chat's token.
 *
 * @see 647/74357 (undated), 1047/70356
 */
export interface FollowDeleted extends t.TypeOf<typeof FollowDeleted> {}

/** The commands about who follows whom. Chat's back end sends them and may sign them with Chat's token. */
export default {
  /**
   * Somebody followed other users.
   *
   * Kind: after. Source: [Tencent page 74356](https://trtc.io/document/74356).
   */
  'Follow.CallbackAfterFollowAdd': after<FollowAdded>(FollowAdded, { page: 74356 }),
  /**
   * Somebody stopped following other users.
   *
   * Kind: after. Source: [Tencent page 74357](https://trtc.io/document/74357).
   */
  'Follow.CallbackAfterFollowDelete': after<FollowDeleted>(FollowDeleted, { page: 74357 }),
};
