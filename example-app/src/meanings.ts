import type { CommandName, EventOf } from 'tencent-live-webhooks';
import { live, someOf, type Meaning } from './meaning';

/** One for every command of Tencent's. */
export const meanings: { readonly [Name in CommandName]: (event: EventOf<Name>) => Meaning } = {
  'Live.CallbackAfterCreateRoom': ({ RoomInfo: { RoomId: roomId, RoomName, Owner_Account } }) => ({
    roomId,
    summary: `${Owner_Account} opened the room`,
    said: [live(roomId), { roomId, about: 'name', value: RoomName }, { roomId, about: 'owner', value: Owner_Account }],
  }),

  'Live.CallbackAfterDestroyRoom': ({ RoomId: roomId, EventType, Operator_Account }) => ({
    roomId,
    summary: `${EventType === 'DestroyBySystem' ? 'the system' : Operator_Account} ended the room`,
    said: [{ roomId, about: 'ended' }],
  }),

  'Live.CallbackAfterUpdateRoomInfo': ({ RoomInfo: { RoomId: roomId, RoomName }, Operator_Account }) => ({
    roomId,
    summary: `${Operator_Account} changed the room's information`,
    // Absent means unknown, not reset.
    said: [live(roomId), ...(RoomName ? [{ roomId, about: 'name', value: RoomName } as const] : [])],
  }),

  'Live.CallbackAfterCreateRoomReachingThreshold': ({ CurRoomCount, MaxRoomCount }) => ({
    summary: `${CurRoomCount} of ${MaxRoomCount} rooms are in use`,
  }),

  'Live.CallbackAfterSetMetadata': ({ RoomId: roomId, Metadata }) => ({
    roomId,
    summary: `set ${Metadata.map(({ Key, Value }) => `${Key} to “${Value}”`).join(', ')}`,
    said: [live(roomId)],
  }),

  'Live.CallbackAfterDelMetadata': ({ RoomId: roomId, Keys }) => ({
    roomId,
    summary: `deleted ${Keys.join(', ')}`,
    said: [live(roomId)],
  }),

  'Live.CallbackAfterMemberStateChanged': ({ RoomId: roomId, EventType, EventCause, MemberList }) => {
    const isOnline = EventType === 'Online';
    const accounts = MemberList.map(({ Member_Account }) => Member_Account);
    const how = causes.get(EventCause) ?? (isOnline ? 'came on-line' : 'went off-line');
    return {
      roomId,
      summary: `${someOf(accounts)} ${how}`,
      said: [
        // Who goes off-line may do so because the room has ended.
        ...(isOnline ? [live(roomId)] : []),
        ...accounts.map((item) => ({ roomId, about: 'member', item, value: isOnline }) as const),
      ],
    };
  },

  'Live.CallbackAfterChangeOwner': ({ RoomId: roomId, CurrentOwner_Account }) => ({
    roomId,
    summary: `${CurrentOwner_Account} became the owner`,
    said: [live(roomId), { roomId, about: 'owner', value: CurrentOwner_Account }],
  }),

  'Live.CallbackAfterModifyAdmin': ({ RoomId: roomId, Admin_Account, opType }) => ({
    roomId,
    summary: `${someOf(Admin_Account)} ${opType === 'add' ? 'became' : 'stopped being'} administrator`,
    said: [live(roomId)],
  }),

  'Mic.CallbackAfterSeatInfoChanged': ({ RoomId: roomId, SeatList }) => {
    const seats = SeatList.map((seat) => ({
      index: seat.Index,
      // An empty seat comes without an account, or with an empty one.
      account: seat.Member_Account || null,
      isLocked: seat.IsTakenDisabled,
      isAudioBarred: seat.IsAudioDisabled,
      isVideoBarred: seat.IsVideoDisabled,
    }));
    const taken = seats.filter(({ account }) => account !== null).length;
    return {
      roomId,
      summary: `${taken} of ${seats.length} seats are taken`,
      said: [live(roomId), { roomId, about: 'seats', value: seats }],
    };
  },

  'Live.CallbackAfterCreateBattle': ({ FromRoomId: roomId, ToRoomIdList }) => ({
    roomId,
    summary: `challenged ${someOf(ToRoomIdList)} to a battle`,
    said: [live(roomId)],
  }),

  'Live.CallbackAfterStartBattle': ({ FromRoomInfo, ToRoomList, Duration, EventTime }) => {
    const rooms = [FromRoomInfo.RoomId, ...ToRoomList.map(({ RoomId }) => RoomId)];
    const until = new Date(EventTime + Duration).toISOString();
    return {
      roomId: FromRoomInfo.RoomId,
      summary: `battle with ${someOf(rooms.slice(1))} began`,
      said: rooms.flatMap((roomId) => [
        live(roomId),
        { roomId, about: 'battle', value: { against: rooms.filter((other) => other !== roomId), until } },
      ]),
    };
  },

  // The end of a battle, and a recording, may be told after the room's end: they do not make it live.
  'Live.CallbackAfterEndBattle': ({ FromRoomInfo, ToRoomList }) => {
    const sides = [FromRoomInfo, ...ToRoomList];
    return {
      roomId: FromRoomInfo.RoomId,
      summary: `battle ended ${sides.map(({ Score }) => Score).join(' : ')}`,
      said: sides.map(({ RoomId }) => ({ roomId: RoomId, about: 'battle', value: null })),
    };
  },

  'Live.CallbackAfterCloudRecordingChanged': ({ EventType, EventInfo: { RoomId } }) => ({
    roomId: RoomId,
    summary: `recording reported ${EventType}`,
  }),

  'Live.CallbackBeforeSendGift': ({
    RoomId: roomId,
    GiftWater: { From_Account, To_Account, GiftId, Count, Coins },
  }) => ({
    roomId,
    summary: `${From_Account} gives ${Count} × ${GiftId} at ${Coins} coins to ${someOf(To_Account)}`,
    said: [live(roomId)],
  }),

  'Group.CallbackBeforeSendMsg': ({ GroupId, Type, From_Account }) => ({
    ...inRoomOf(GroupId, Type),
    summary: `${From_Account} is about to write`,
  }),

  'Group.CallbackAfterSendMsg': ({ GroupId, Type, From_Account, MsgBody }) => {
    const texts = MsgBody.map(({ MsgType, MsgContent: { Text } }) => (typeof Text === 'string' ? Text : MsgType));
    return { ...inRoomOf(GroupId, Type), summary: `${From_Account} wrote “${texts.join(' ')}”` };
  },

  'Follow.CallbackAfterFollowAdd': ({ From_Account, FollowList }) => ({
    summary: `${From_Account} follows ${someOf(FollowList.map(({ To_Account }) => To_Account))}`,
  }),

  'Follow.CallbackAfterFollowDelete': ({ From_Account, To_Account }) => ({
    summary: `${From_Account} stopped following ${someOf(To_Account)}`,
  }),
};

const causes: ReadonlyMap<string, string> = new Map([
  ['Enter', 'came in'],
  ['Leave', 'left'],
  ['HeartbeatInterrupt', 'lost the connection'],
  ['HeartbeatRecover', 'came back'],
  ['Kicked', 'was removed'],
]);

/** Chat's own groups send messages by the same command. */
const inRoomOf = (groupId: string, type: string): Pick<Meaning, 'roomId' | 'said'> =>
  type === 'Live' ? { roomId: groupId, said: [live(groupId)] } : {};

/** What an event of this command means. The package has checked that it is one. */
export const meaningOf = (command: string, event: unknown): Meaning =>
  (meanings as Readonly<Record<string, (event: unknown) => Meaning>>)[command]?.(event) ?? { summary: command };
