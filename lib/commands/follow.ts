import * as t from 'io-ts';
import { after } from './command';
import { id, list, payload, timestamp } from './fields';

const Followed = payload('Followed', {
  /** The account that is followed. */
  To_Account: id,
});
/** One of those followed. */
export interface Followed extends t.TypeOf<typeof Followed> {}

const FollowAdded = payload('FollowAdded', {
  /** `Follow.CallbackAfterFollowAdd`. */
  CallbackCommand: t.string,
  /** The follower. */
  From_Account: id,
  /** The followed: objects here, plain ids in `Follow.CallbackAfterFollowDelete`. */
  FollowList: list<Followed>(Followed),
  /** Unix milliseconds. */
  EventTime: timestamp,
});
/** Somebody followed others. Tencent page 74356. */
export interface FollowAdded extends t.TypeOf<typeof FollowAdded> {}

const FollowDeleted = payload('FollowDeleted', {
  /** `Follow.CallbackAfterFollowDelete`. */
  CallbackCommand: t.string,
  /** Who used to follow. */
  From_Account: id,
  /** Whom: plain ids, whatever the page's table says. */
  To_Account: list(id),
  /** Unix milliseconds. */
  EventTime: timestamp,
});
/** Somebody stopped following others. Tencent page 74357. */
export interface FollowDeleted extends t.TypeOf<typeof FollowDeleted> {}

/** Commands about who follows whom. They come from Chat's back end and may be signed with Chat's token. */
export default {
  'Follow.CallbackAfterFollowAdd': after<FollowAdded>(FollowAdded, { page: 74356 }),
  'Follow.CallbackAfterFollowDelete': after<FollowDeleted>(FollowDeleted, { page: 74357 }),
};
