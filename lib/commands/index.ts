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

export { accountFields } from './accounts';
export { undocumentedPaths } from './undocumented';

/**
 * The commands that Tencent can send, by the name that the body carries.
 *
 * An intersection, because the declaration of a spread would lose the docstrings that editors show for the keys of
 * `handlers`.
 */
export type Catalogue = typeof liveRoom &
  typeof liveMetadata &
  typeof liveMember &
  typeof mic &
  typeof liveBattle &
  typeof liveGift &
  typeof group &
  typeof follow &
  typeof liveRecording;

/** Every command that Tencent can send, by the name that the body carries. */
export const catalogue: Catalogue = {
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

/** Name of a command in the catalogue. */
export type CommandName = keyof Catalogue;

/** The payload of a command, by its name. */
export type EventOf<Name extends CommandName> = Catalogue[Name] extends {
  readonly codec: t.Decoder<unknown, infer Event>;
}
  ? Event
  : never;
