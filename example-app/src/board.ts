export interface Seat {
  readonly index: number;
  /** Who sits there; null on an empty seat. */
  readonly account: string | null;
  readonly isLocked: boolean;
}

export interface Gift {
  readonly from: string;
  readonly to: readonly string[];
  readonly giftId: string;
  readonly count: number;
  readonly coins: number;
}

export interface Room {
  readonly roomId: string;
  /** The accounts that are on-line. */
  readonly online: readonly string[];
  /** As last reported; Tencent does not say whether that is all of them or only those that changed. */
  readonly seats: readonly Seat[];
  /** Latest first. */
  readonly gifts: readonly (Gift & { readonly at: Date })[];
  readonly note: string;
}

/**
 * What goes on in the rooms. Events come late, twice and in any order: `at` says when one happened, and the latest
 * stands, for each member of a room, for its seats, and for its end. Asynchronous, so that a database can take over.
 */
export interface Board {
  roomCreated(roomId: string, at: Date): Promise<void>;
  /** Everything of the room up to then is gone, its members off-line; what is later belongs to a new room of that id. */
  roomDestroyed(roomId: string, at: Date): Promise<void>;
  membersChanged(roomId: string, accounts: readonly string[], isOnline: boolean, at: Date): Promise<void>;
  seatsReported(roomId: string, seats: readonly Seat[], at: Date): Promise<void>;
  giftAllowed(roomId: string, gift: Gift, at: Date): Promise<void>;
  /** False when there is no such room. */
  setNote(roomId: string, note: string): Promise<boolean>;
  room(roomId: string): Promise<Room | undefined>;
  /** The one that was last heard of comes first. */
  rooms(): Promise<readonly Room[]>;
}
