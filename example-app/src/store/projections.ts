import type { CommandName, EventOf } from 'tencent-live-webhooks';
import { firstOf, live, type Fact, type Projection } from './projection';

/** One for each of Tencent's commands. */
export const projections: { readonly [Name in CommandName]: (event: EventOf<Name>) => Projection } = {
  'Live.CallbackAfterCreateRoom': ({ RoomInfo: { RoomId: roomId, RoomName, Owner_Account } }) => ({
    roomId,
    summary: { text: 'room-opened', who: Owner_Account },
    facts: [
      { roomId, about: 'opened' },
      { roomId, about: 'name', value: RoomName },
      { roomId, about: 'owner', value: Owner_Account },
    ],
  }),

  'Live.CallbackAfterDestroyRoom': ({ RoomId: roomId, EventType, Operator_Account, Statistic }) => ({
    roomId,
    summary:
      EventType === 'DestroyBySystem'
        ? { text: 'room-ended-by-system' }
        : { text: 'room-ended', who: Operator_Account },
    facts: [
      { roomId, about: 'ended' },
      ...(Statistic ? [{ roomId, about: 'statistic', value: Statistic } as const] : []),
    ],
  }),

  'Live.CallbackAfterUpdateRoomInfo': ({ RoomInfo: { RoomId: roomId, RoomName }, Operator_Account }) => ({
    roomId,
    summary: { text: 'room-changed', who: Operator_Account },
    // Absent means unknown, not reset.
    facts: [live(roomId), ...(RoomName ? [{ roomId, about: 'name', value: RoomName } as const] : [])],
  }),

  'Live.CallbackAfterCreateRoomReachingThreshold': ({ CurRoomCount, MaxRoomCount }) => ({
    summary: { text: 'rooms-in-use', count: CurRoomCount, limit: MaxRoomCount },
  }),

  'Live.CallbackAfterSetMetadata': ({ RoomId: roomId, Metadata }) => ({
    roomId,
    summary: { text: 'metadata-set', keys: Metadata.map(({ Key, Value }) => `${Key} = ${Value}`).join(', ') },
    facts: [live(roomId)],
  }),

  'Live.CallbackAfterDelMetadata': ({ RoomId: roomId, Keys }) => ({
    roomId,
    summary: { text: 'metadata-deleted', keys: Keys.join(', ') },
    facts: [live(roomId)],
  }),

  'Live.CallbackAfterMemberStateChanged': ({ RoomId: roomId, EventType, EventCause, MemberList }) => {
    const isOnline = EventType === 'Online';
    const accounts = MemberList.map(({ Member_Account }) => Member_Account);
    return {
      roomId,
      summary: { text: causes.get(EventCause) ?? (isOnline ? 'went-online' : 'went-offline'), ...firstOf(accounts) },
      facts: [
        // Members also go offline because the room has ended, so this is no sign of life.
        ...(isOnline ? [live(roomId)] : []),
        ...accounts.map((item) => ({ roomId, about: 'member', item, value: isOnline }) as const),
      ],
    };
  },

  'Live.CallbackAfterChangeOwner': ({ RoomId: roomId, CurrentOwner_Account }) => ({
    roomId,
    summary: { text: 'owner-changed', who: CurrentOwner_Account },
    facts: [live(roomId), { roomId, about: 'owner', value: CurrentOwner_Account }],
  }),

  'Live.CallbackAfterModifyAdmin': ({ RoomId: roomId, Admin_Account, opType }) => ({
    roomId,
    summary: { text: opType === 'add' ? 'admin-added' : 'admin-removed', ...firstOf(Admin_Account) },
    facts: [live(roomId)],
  }),

  'Mic.CallbackAfterSeatInfoChanged': ({ RoomId: roomId, SeatList }) => {
    const seats = SeatList.map((seat) => ({
      index: seat.Index,
      // An empty seat comes without an account, or with an empty one.
      account: seat.Member_Account || null,
      isLocked: seat.IsTakenDisabled,
      isAudioDisabled: seat.IsAudioDisabled,
      isVideoDisabled: seat.IsVideoDisabled,
    }));
    const taken = seats.filter(({ account }) => account !== null).length;
    return {
      roomId,
      summary: { text: 'seats-taken', taken, count: seats.length },
      facts: [live(roomId), { roomId, about: 'seats', value: seats }],
    };
  },

  'Live.CallbackAfterCreateBattle': ({ FromRoomId: roomId, ToRoomIdList }) => ({
    roomId,
    summary: { text: 'battle-proposed', ...firstOf(ToRoomIdList) },
    facts: [live(roomId)],
  }),

  'Live.CallbackAfterStartBattle': ({ BattleId, FromRoomInfo, ToRoomList, Duration, EventTime }) => {
    const rooms = [FromRoomInfo.RoomId, ...ToRoomList.map(({ RoomId }) => RoomId)];
    return {
      roomId: FromRoomInfo.RoomId,
      summary: { text: 'battle-started', ...firstOf(rooms.slice(1)) },
      facts: rooms.flatMap((roomId): Fact[] => {
        const against = rooms.filter((other) => other !== roomId);
        const value = { battleId: BattleId, against, until: EventTime + Duration, scores: null };
        return [live(roomId), { roomId, about: 'battle', value }];
      }),
    };
  },

  // The end of a battle, and a recording, may be reported after the room's end: they are no signs of life.
  'Live.CallbackAfterEndBattle': ({ BattleId, FromRoomInfo, ToRoomList }) => {
    const sides = [FromRoomInfo, ...ToRoomList];
    const scores = sides.map(({ RoomId, Score }) => ({ roomId: RoomId, score: Score }));
    return {
      roomId: FromRoomInfo.RoomId,
      summary: { text: 'battle-ended', scores: scores.map(({ score }) => score).join(' : ') },
      facts: sides.map(({ RoomId: roomId }) => {
        const against = sides.map((side) => side.RoomId).filter((other) => other !== roomId);
        return { roomId, about: 'battle', value: { battleId: BattleId, against, until: null, scores } };
      }),
    };
  },

  'Live.CallbackAfterCloudRecordingChanged': ({ EventType, EventInfo: { RoomId: roomId, TaskId } }) => ({
    roomId,
    summary: { text: 'recording', type: EventType },
    facts: roomId === undefined ? [] : [{ roomId, about: 'recording', item: TaskId, value: { type: EventType } }],
  }),

  'Live.CallbackBeforeSendGift': ({
    RoomId: roomId,
    GiftWater: { From_Account, To_Account, GiftId, Count, Coins },
  }) => ({
    roomId,
    summary: { text: 'gift', from: From_Account, count: Count, gift: GiftId, coins: Coins, ...firstOf(To_Account) },
    facts: [live(roomId)],
    // Coins is the price of one gift, as Tencent's Chinese page has it. Check this against your bill.
    coins: Math.min(Math.max(0, Count * Coins * To_Account.length), mostCoins),
  }),

  'Group.CallbackBeforeSendMsg': ({ GroupId, Type, From_Account }) => ({
    ...inRoom(GroupId, Type),
    summary: { text: 'message-asked', who: From_Account },
  }),

  'Group.CallbackAfterSendMsg': ({ GroupId, Type, From_Account, MsgBody }) => {
    const texts = MsgBody.map(({ MsgType, MsgContent: { Text } }) => (typeof Text === 'string' ? Text : MsgType));
    return { ...inRoom(GroupId, Type), summary: { text: 'message', who: From_Account, message: texts.join(' ') } };
  },

  'Follow.CallbackAfterFollowAdd': ({ From_Account, FollowList }) => ({
    summary: { text: 'followed', from: From_Account, ...firstOf(FollowList.map(({ To_Account }) => To_Account)) },
  }),

  'Follow.CallbackAfterFollowDelete': ({ From_Account, To_Account }) => ({
    summary: { text: 'unfollowed', from: From_Account, ...firstOf(To_Account) },
  }),
};

/** No gift costs more. It keeps a sum of them far from the limits of the database. */
const mostCoins = 1e9;

const causes: ReadonlyMap<string, string> = new Map([
  ['Enter', 'entered'],
  ['Leave', 'left'],
  ['HeartbeatInterrupt', 'connection-lost'],
  ['HeartbeatRecover', 'connection-recovered'],
  ['Kicked', 'kicked'],
]);

/** Chat's own groups send messages by the same command. */
const inRoom = (groupId: string, type: string): Pick<Projection, 'roomId' | 'facts'> =>
  type === 'Live' ? { roomId: groupId, facts: [live(groupId)] } : {};

/** The projection of an event of this command. The package has checked that it is one. */
export const projectionOf = (command: string, event: unknown): Projection => {
  const byCommand = projections as Readonly<Record<string, (event: unknown) => Projection>>;
  // The sender chooses the name of an unknown command, which may be that of a member of every object.
  const project = Object.hasOwn(projections, command) ? byCommand[command] : undefined;
  return project?.(event) ?? { summary: { text: 'other' } };
};
