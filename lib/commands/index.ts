import type * as t from 'io-ts';
import follow from './follow';
import group from './group';
import liveBattle from './live-battle';
import liveGift from './live-gift';
import liveMember from './live-member';
import liveMetadata from './live-metadata';
import liveRecording from './live-recording';
import liveRoom from './live-room';
import mic from './mic';

/** Every command Tencent can send, by the name its body carries. */
export const catalogue = {
  ...liveRoom,
  ...liveMetadata,
  ...liveMember,
  ...mic,
  ...liveBattle,
  ...liveGift,
  ...group,
  ...follow,
  ...liveRecording,
};

export type Catalogue = typeof catalogue;

/** Name of a command in the catalogue. */
export type CommandName = keyof Catalogue;

/** The payload of a command, by its name. */
export type EventOf<Name extends CommandName> = Catalogue[Name] extends {
  readonly codec: t.Decoder<unknown, infer Event>;
}
  ? Event
  : never;
