/* What the servers and the client that calls them have in common. */

export const sdkAppId = 1400000001;
export const token = 'the token of the hosts';
/** Where every server mounts the middleware. */
export const path = '/tencent-callback';
/** Tencent gives up after two seconds. */
export const deadlineMs = 1000;
export const tencentGivesUpMs = 2000;

export const commands = {
  seats: 'Mic.CallbackAfterSeatInfoChanged',
  gift: 'Live.CallbackBeforeSendGift',
  hanging: 'Live.CallbackAfterCreateRoom',
  plain: 'Live.CallbackAfterDelMetadata',
};
