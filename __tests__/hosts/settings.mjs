/* What the servers and the client that calls them have in common. */

export const sdkAppId = 1400000001;
export const token = 'the token of the hosts';
/** Where every server mounts the middleware. */
export const path = '/tencent-callback';
/** Bodies whose pieces arrive apart get more time: on a busy machine the client is slow. */
export const deadlineMs = Number(process.env.DEADLINE_MS ?? 1000);
/** Tencent hangs up then. */
export const tencentGivesUpMs = 2000;

export const commands = {
  seats: 'Mic.CallbackAfterSeatInfoChanged',
  gift: 'Live.CallbackBeforeSendGift',
  hanging: 'Live.CallbackAfterCreateRoom',
  plain: 'Live.CallbackAfterDelMetadata',
};
