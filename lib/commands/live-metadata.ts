import * as t from 'io-ts';
import { after } from './command';
import { id, list, payload, timestamp } from './fields';

const MetadataEntry = payload('MetadataEntry', {
  /** What the key is called. */
  Key: t.string,
  /** What it is set to. */
  Value: t.string,
});
/** One key of a room's metadata. */
export interface MetadataEntry extends t.TypeOf<typeof MetadataEntry> {}

const MetadataSet = payload('MetadataSet', {
  /** `Live.CallbackAfterSetMetadata`. */
  CallbackCommand: t.string,
  /** Who asked for it. */
  Operator_Account: id,
  /** The room. */
  RoomId: id,
  /** The keys set by this call, not all that the room has. */
  Metadata: list<MetadataEntry>(MetadataEntry),
  /** Unix milliseconds. */
  EventTime: timestamp,
});
/** Metadata of a room was set. Tencent page 68222. */
export interface MetadataSet extends t.TypeOf<typeof MetadataSet> {}

const MetadataDeleted = payload('MetadataDeleted', {
  /** `Live.CallbackAfterDelMetadata`. */
  CallbackCommand: t.string,
  /** Who asked for it. */
  Operator_Account: id,
  /** The room. */
  RoomId: id,
  /** The keys deleted by this call. */
  Keys: list(t.string),
  /** Unix milliseconds. */
  EventTime: timestamp,
});
/** Metadata keys of a room were deleted. Tencent page 68223. */
export interface MetadataDeleted extends t.TypeOf<typeof MetadataDeleted> {}

/** Commands about the metadata of rooms. */
export default {
  'Live.CallbackAfterSetMetadata': after<MetadataSet>(MetadataSet, { page: 68222 }),
  'Live.CallbackAfterDelMetadata': after<MetadataDeleted>(MetadataDeleted, { page: 68223 }),
};
