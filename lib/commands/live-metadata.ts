import * as t from 'io-ts';
import { after } from './command';
import { id, list, payload, timestamp } from './fields';

const MetadataEntry = payload('MetadataEntry', {
  /** Name of the key. */
  Key: t.string,
  /** Value of the key. */
  Value: t.string,
});
/** One key of a room's metadata. */
export interface MetadataEntry extends t.TypeOf<typeof MetadataEntry> {}

const MetadataSet = payload('MetadataSet', {
  /** Name of the command. */
  CallbackCommand: t.string,
  /** Account that requested the action. */
  Operator_Account: id,
  /** Id of the room. */
  RoomId: id,
  /** Keys that this call set, not all keys of the room. */
  Metadata: list<MetadataEntry>(MetadataEntry),
  /** Time of the event, in Unix milliseconds. */
  EventTime: timestamp,
});
/**
 * Metadata of a room was set, through a client or the REST API.
 *
 * @remarks
 * - `RoomId` stands at the top level, not in `RoomInfo`.
 * - The page describes `Operator_Account` as the account that destroyed the room, which is copied text.
 *
 * @see 647/68222, 1071/78186 (2026-03-11)
 */
export interface MetadataSet extends t.TypeOf<typeof MetadataSet> {}

const MetadataDeleted = payload('MetadataDeleted', {
  /** Name of the command. */
  CallbackCommand: t.string,
  /** Account that requested the action. */
  Operator_Account: id,
  /** Id of the room. */
  RoomId: id,
  /** Keys that this call deleted. */
  Keys: list(t.string),
  /** Time of the event, in Unix milliseconds. */
  EventTime: timestamp,
});
/**
 * Metadata keys of a room were deleted, through a client or the REST API.
 *
 * @remarks
 * - Several copies of the page print `Live.CallbackAfterSetMetadata` as the command in the URL. The command in the body
 *   decides.
 *
 * @see 647/68223, 1071/78187 (2026-03-11)
 */
export interface MetadataDeleted extends t.TypeOf<typeof MetadataDeleted> {}

/** The commands about the metadata of rooms. */
export default {
  /**
   * Metadata of a room was set.
   *
   * Kind: after. Source: [Tencent page 68222](https://trtc.io/document/68222).
   */
  'Live.CallbackAfterSetMetadata': after<MetadataSet>(MetadataSet, { page: 68222 }),
  /**
   * Metadata keys of a room were deleted.
   *
   * Kind: after. Source: [Tencent page 68223](https://trtc.io/document/68223).
   */
  'Live.CallbackAfterDelMetadata': after<MetadataDeleted>(MetadataDeleted, { page: 68223 }),
};
