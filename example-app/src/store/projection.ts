/** Something that an event states about a room. Of all that is stated about one item, the latest counts. */
export interface Fact {
  readonly roomId: string;
  /** `live` is a sign of life, `opened` is one too, and `ended` is the end of the room. */
  readonly about:
    | 'live'
    | 'opened'
    | 'ended'
    | 'name'
    | 'owner'
    | 'member'
    | 'seats'
    | 'battle'
    | 'recording'
    | 'statistic';
  readonly value?: unknown;
  /** The member's account or the recording's task; absent for what a room has one of. */
  readonly item?: string;
}

/** A sentence: the page has its words in each language, under `text`. */
export interface Summary {
  readonly text: string;
  readonly [parameter: string]: string | number;
}

/** What the app takes from an event. */
export interface Projection {
  readonly summary: Summary;
  readonly roomId?: string | undefined;
  readonly facts?: readonly Fact[];
  /** What a gift costs in all. */
  readonly coins?: number;
}

export const live = (roomId: string): Fact => ({ roomId, about: 'live' });

/** The first of them by name, and how many more there are. */
export const firstOf = ([first = '', ...others]: readonly string[]): { who: string; others: number } => ({
  who: first,
  others: others.length,
});
