import type { CommandName } from '../../lib';
import { samples } from '../../lib/testing/samples';

interface Edition {
  readonly says: string;
  readonly command: CommandName;
  /** As on the wire. */
  readonly body: string;
  /** Unix milliseconds. */
  readonly occurredAt: number | undefined;
}

/** The sample with top-level fields replaced, or removed if the new value is `undefined`. */
const variant = (command: CommandName, fields: Record<string, unknown>): string =>
  JSON.stringify({ ...(JSON.parse(samples[command]) as object), ...fields });

/** The body with its keys in alphabetical order at every level, as captured requests of Chat have them. */
const alphabetical = (body: string): string =>
  JSON.stringify(JSON.parse(body), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

const createRoom = 'Live.CallbackAfterCreateRoom';
const destroyRoom = 'Live.CallbackAfterDestroyRoom';
const seats = 'Mic.CallbackAfterSeatInfoChanged';
const beforeSent = 'Group.CallbackBeforeSendMsg';
const sent = 'Group.CallbackAfterSendMsg';
const recording = 'Live.CallbackAfterCloudRecordingChanged';

const { RoomInfo: createdRoom } = JSON.parse(samples[createRoom]) as { RoomInfo: object };
const { RoomInfo: destroyedRoom } = JSON.parse(samples[destroyRoom]) as { RoomInfo: object };

const recordingEvent = (EventType: number, Payload: unknown, info: object = {}): string =>
  variant(recording, {
    EventType,
    EventInfo: {
      RoomId: '20015',
      EventTs: 1622191989,
      EventMsTs: 1622186275757,
      UserId: 'xx',
      TaskId: 'xx',
      ...info,
      Payload,
    },
  });

/** The bodies that pages and captured requests show beside the samples. */
export const editions: readonly Edition[] = [
  {
    says: 'CreateRoom of the international page, without EventTime',
    command: createRoom,
    body: variant(createRoom, { EventTime: undefined }),
    occurredAt: undefined,
  },
  {
    says: 'CreateRoom of a domestic page, with EventTime inside RoomInfo',
    command: createRoom,
    body: variant(createRoom, { EventTime: undefined, RoomInfo: { ...createdRoom, EventTime: 1703589922780 } }),
    occurredAt: 1703589922780,
  },
  {
    says: 'DestroyRoom before 2025: the head only',
    command: destroyRoom,
    body: variant(destroyRoom, { RoomInfo: undefined, Statistic: undefined }),
    occurredAt: 1703589922780,
  },
  {
    says: 'DestroyRoom as captured in 2025: by the system, with RoomId, without Category and Statistic',
    command: destroyRoom,
    body: variant(destroyRoom, {
      Operator_Account: '@TIM#SYSTEM',
      EventType: 'DestroyBySystem',
      RoomInfo: {
        ...destroyedRoom,
        RoomId: 'r',
        Owner_Account: '144115216631667826',
        Category: undefined,
        CoverURL: '',
      },
      Statistic: undefined,
    }),
    occurredAt: 1703589922780,
  },
  {
    says: 'UpdateRoomInfo with one field only',
    command: 'Live.CallbackAfterUpdateRoomInfo',
    body: variant('Live.CallbackAfterUpdateRoomInfo', { RoomInfo: { RoomId: 'live-room', ActivityStatus: 2 } }),
    occurredAt: 1670574414123,
  },
  {
    says: 'a member kicked, of the latest Chinese page',
    command: 'Live.CallbackAfterMemberStateChanged',
    body: variant('Live.CallbackAfterMemberStateChanged', { EventType: 'Offline', EventCause: 'Kicked' }),
    occurredAt: 1703589922780,
  },
  {
    says: 'the seats of RoomKit’s page: an operator, and an empty account',
    command: seats,
    body: variant(seats, {
      Operator_Account: 'admin',
      SeatList: [
        { Index: 0, Member_Account: '', IsTakenDisabled: false, IsVideoDisabled: false, IsAudioDisabled: true },
      ],
    }),
    occurredAt: 1670574414123,
  },
  {
    says: 'the seats of the domestic page: a plain account',
    command: seats,
    body: samples[seats].replace('144115233775727695', '"user2"'),
    occurredAt: 1670574414123,
  },
  {
    says: 'a battle that nobody joined',
    command: 'Live.CallbackAfterEndBattle',
    body: variant('Live.CallbackAfterEndBattle', { OpType: 2, StartTime: undefined }),
    occurredAt: 1739956146119,
  },
  {
    says: 'ChangeOwner of the domestic table',
    command: 'Live.CallbackAfterChangeOwner',
    body: variant('Live.CallbackAfterChangeOwner', { Operator_Account: undefined }),
    occurredAt: 1703589922780,
  },
  {
    says: 'a message before it is sent, with EventTime as an integer',
    command: beforeSent,
    body: variant(beforeSent, { EventTime: 1670574414123 }),
    occurredAt: 1670574414123,
  },
  {
    says: 'a message before it is sent, from Chat',
    command: beforeSent,
    body: variant(beforeSent, {
      Type: 'Community',
      TopicId: '@TGS#_topic',
      OnlineOnlyFlag: 1,
      MsgId: undefined,
      EventTime: undefined,
      MsgBody: [
        {
          MsgType: 'TIMCustomElem',
          MsgContent: { Desc: 'notify', Data: '{"a":1}', Ext: 'url', Sound: 'dingdong.aiff' },
        },
        { MsgType: 'TIMLocationElem', MsgContent: { Desc: 'x', Latitude: 29.34, Longitude: 116.77 } },
      ],
    }),
    occurredAt: undefined,
  },
  {
    says: 'a message sent, as captured in 2019: fewer fields, alphabetical keys, and a Random beyond 2^31',
    command: sent,
    body: alphabetical(
      variant(sent, { MsgId: undefined, CloudCustomData: undefined, EventTime: undefined, Random: 2804799576 }),
    ),
    occurredAt: 1490686222000,
  },
  {
    says: 'a message before it is sent, as captured in 2022: a priority, no id, no custom data, alphabetical keys',
    command: beforeSent,
    body: alphabetical(
      variant(beforeSent, {
        Type: 'AVChatRoom',
        MsgPriority: 'Normal',
        MsgId: undefined,
        CloudCustomData: undefined,
        EventTime: 1670574414123,
      }),
    ),
    occurredAt: 1670574414123,
  },
  {
    says: 'a message sent by REST, as captured in 2022: an unknown sender, an integer as EventTime, alphabetical keys',
    command: sent,
    body: alphabetical(
      variant(sent, {
        Type: 'AVChatRoom',
        From_Account: '@TLS#NOT_FOUND',
        MsgPriority: 'High',
        OnlineOnlyFlag: 0,
        MsgId: undefined,
        CloudCustomData: undefined,
        EventTime: 1670574414123,
      }),
    ),
    occurredAt: 1670574414123,
  },
  {
    says: 'a recording under the international name, in a room with a number',
    command: recording,
    body: samples[recording].replace('Live.', 'Follow.').replace('"635055"', '635055'),
    occurredAt: 1752580150081,
  },
  {
    says: 'the recorder leaving, its second as a string',
    command: recording,
    body: recordingEvent(302, { LeaveCode: 99 }, { EventTs: '1622186354' }),
    occurredAt: 1622186275757,
  },
  {
    says: 'the upload finishing, by the table',
    command: recording,
    body: recordingEvent(305, { LeaveCode: 0 }),
    occurredAt: 1622186275757,
  },
  {
    says: 'a first slice',
    command: recording,
    body: recordingEvent(307, { FileName: 'x.m3u8', UserId: 'u', TrackType: 'audio', BeginTimeStamp: '1622186279145' }),
    occurredAt: 1622186275757,
  },
  {
    says: 'MP4 files',
    command: recording,
    body: recordingEvent(310, {
      Status: 0,
      FileList: ['xxxx1.mp4'],
      FileMessage: [
        {
          FileName: 'xxxx1.mp4',
          UserId: 'xxxx',
          TrackType: 'audio_video',
          MediaId: 'main',
          StartTimeStamp: 1622186279145,
          EndTimeStamp: 1622186282145,
        },
      ],
    }),
    occurredAt: 1622186275757,
  },
  {
    says: 'a failed upload to video on demand',
    command: recording,
    body: recordingEvent(311, {
      Status: 1,
      Errmsg: 'xxx',
      TencentVod: { UserId: '123', TrackType: 'audio_video', CacheFile: 'xxx.mp4' },
    }),
    occurredAt: 1622186275757,
  },
  {
    says: 'page recording, which has neither room nor user',
    command: recording,
    body: recordingEvent(
      801,
      { Status: 1, EventMessage: 'Success' },
      { RoomId: undefined, EventTs: undefined, UserId: undefined },
    ),
    occurredAt: 1622186275757,
  },
];
