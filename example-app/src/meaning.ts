/** Something that an event says about a room. Of all that is said about one item, the latest stands. */
export interface Said {
  readonly roomId: string;
  /** `live` and `ended` are the room's own: it is what was said last. */
  readonly about: 'live' | 'ended' | 'name' | 'owner' | 'member' | 'seats' | 'battle';
  readonly value?: unknown;
  /** The member's account; absent for what a room has one of. */
  readonly item?: string;
}

export const live = (roomId: string): Said => ({ roomId, about: 'live' });

/** What an event means to this app. */
export interface Meaning {
  /** In words, for the feed. */
  readonly summary: string;
  readonly roomId?: string | undefined;
  readonly said?: readonly Said[];
}

/** The first of them by name. */
export const someOf = ([first = 'nobody', ...others]: readonly string[]): string =>
  others.length === 0 ? first : `${first} and ${others.length} more`;
