import type { Board, Room } from './board';

interface State {
  latestAt: Date;
  destroyedAt: Date;
  /** Off-line ones too, so that an older event does not bring them back. */
  readonly members: Map<string, { readonly isOnline: boolean; readonly at: Date }>;
  seats: { readonly list: Room['seats']; readonly at: Date };
  gifts: Room['gifts'];
  note: string;
}

const never = new Date(-8.64e15);

/** A board of one process, lost when it ends. Beyond its limits it forgets what it has heard of least recently. */
export const memoryBoard = (most = { rooms: 1000, membersPerRoom: 1000, giftsPerRoom: 20 }): Board => {
  /** Destroyed ones too, so that an older event does not bring them back. */
  const states = new Map<string, State>();

  /** The room that an event changes; none when the event is from before the room's end. */
  const reach = (roomId: string, at: Date): State | undefined => {
    const state = states.get(roomId) ?? emptyState();
    if (at <= state.destroyedAt) return undefined;
    if (at > state.latestAt) state.latestAt = at;
    remember(states, roomId, state, most.rooms);
    return state;
  };

  const show = (roomId: string): Room | undefined => {
    const state = states.get(roomId);
    if (!state || !isOpen(state)) return undefined;
    const online = [...state.members].filter(([, { isOnline }]) => isOnline).map(([account]) => account);
    return { roomId, online, seats: state.seats.list, gifts: state.gifts, note: state.note };
  };

  return {
    roomCreated: async (roomId, at) => void reach(roomId, at),

    async roomDestroyed(roomId, at) {
      const state = reach(roomId, at);
      if (!state) return;
      state.destroyedAt = at;
      for (const [account, member] of state.members) if (member.at <= at) state.members.delete(account);
      if (state.seats.at <= at) state.seats = { list: [], at };
      state.gifts = state.gifts.filter((gift) => gift.at > at);
      if (!isOpen(state)) state.note = '';
    },

    async membersChanged(roomId, accounts, isOnline, at) {
      const state = reach(roomId, at);
      if (!state) return;
      for (const account of accounts) {
        const isOlder = at < (state.members.get(account)?.at ?? at);
        if (!isOlder) remember(state.members, account, { isOnline, at }, most.membersPerRoom);
      }
    },

    async seatsReported(roomId, seats, at) {
      const state = reach(roomId, at);
      if (state && state.seats.at <= at) state.seats = { list: seats, at };
    },

    async giftAllowed(roomId, gift, at) {
      const state = reach(roomId, at);
      if (!state) return;
      const latestFirst = [{ ...gift, at }, ...state.gifts].toSorted((a, b) => b.at.getTime() - a.at.getTime());
      state.gifts = latestFirst.slice(0, most.giftsPerRoom);
    },

    async setNote(roomId, note) {
      const state = states.get(roomId);
      if (!state || !isOpen(state)) return false;
      state.note = note;
      return true;
    },

    room: async (roomId) => show(roomId),

    rooms: async () => [...states.keys()].toReversed().flatMap((roomId) => show(roomId) ?? []),
  };
};

const emptyState = (): State => ({
  latestAt: never,
  destroyedAt: never,
  members: new Map(),
  seats: { list: [], at: never },
  gifts: [],
  note: '',
});

const isOpen = ({ latestAt, destroyedAt }: State): boolean => latestAt > destroyedAt;

/** A Map keeps the order of insertion: whatever is written goes to its end, and what stands first is forgotten. */
const remember = <Value>(map: Map<string, Value>, key: string, value: Value, most: number): void => {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
};
