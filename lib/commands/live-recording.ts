import * as t from 'io-ts';
import { after } from './command';
import { id, integer, list, open, payload, scalar, timestamp } from './fields';

const status = payload('RecordingStatus', {}, { Status: integer });

const pageStatus = payload('PageRecordingStatus', {}, { Status: integer, EventMessage: t.string });

const file = {
  UserId: id,
  TrackType: open<'audio' | 'video' | 'audio_video'>(),
  /** `main` camera, `aux` screen, `mix` mixed. */
  MediaId: open<'main' | 'aux' | 'mix'>(),
  /** Unix milliseconds. */
  StartTimeStamp: timestamp,
  /** Unix milliseconds. */
  EndTimeStamp: timestamp,
};

/** What each event type carries. All optional: the page's tables and samples contradict each other (305). */
const payloads = {
  /** The recorder started: `Status` 0, or failed to: 1. */
  301: status,
  /** The recorder left the room. */
  302: payload('RecorderLeft', {}, { LeaveCode: integer }),
  /** The upload started: `Status` 0, or failed to: 1. */
  303: status,
  /** The first m3u8 index was uploaded. */
  304: payload('IndexUploaded', {}, { FileList: t.string }),
  /** The upload finished; the table says `LeaveCode`, the sample `Status`. */
  305: payload('UploadFinished', {}, { LeaveCode: integer, Status: integer }),
  /** The task moved to another recorder. */
  306: status,
  /** The first slice was written. */
  307: payload(
    'SliceWritten',
    {},
    { FileName: t.string, UserId: id, TrackType: file.TrackType, BeginTimeStamp: timestamp },
  ),
  /** An image could not be fetched. */
  309: payload('ImageFailed', {}, { Url: t.string }),
  /** MP4 files are there. Comes several times per task. */
  310: payload(
    'Mp4Finished',
    {},
    {
      Status: integer,
      FileList: list(t.string),
      FileMessage: list(payload('Mp4File', {}, { FileName: t.string, ...file })),
    },
  ),
  /** Uploaded to video on demand; playable some 30 seconds to 3 minutes later. */
  311: payload(
    'VodUploaded',
    {},
    {
      Status: integer,
      Errmsg: t.string,
      TencentVod: payload('VodFile', {}, { ...file, FileId: t.string, VideoUrl: t.string, CacheFile: t.string }),
    },
  ),
  /** The video-on-demand task ended. */
  312: status,
  /** Page recording started: `Status` 1, or met one of four kinds of trouble: 2 to 5. */
  801: pageStatus,
  /** Page recording ended. */
  802: pageStatus,
  /** Page recording was refreshed: `Status` 1, paused: 2, resumed: 3. */
  803: pageStatus,
  /** Page recording ran into a limit. */
  804: pageStatus,
};

/** @inline */
type EventType = keyof typeof payloads;

const eventType = scalar(
  '301 to 307, 309 to 312, or 801 to 804',
  (value): value is EventType => typeof value === 'number' && value in payloads,
);

const recordingWith = <Payload extends t.Mixed>(Payload: Payload) =>
  payload('RecordingChanged', {
    /** `Live.CallbackAfterCloudRecordingChanged`, or `Follow.…` by the international page. */
    CallbackCommand: t.string,
    /** 3 for cloud recording, 8 for page recording. */
    EventGroupId: integer,
    /** Decides what the payload is, so another value is refused. */
    EventType: eventType,
    /** Unix milliseconds: when the request was sent. */
    CallbackTs: timestamp,
    /** What happened, where, and in which task. */
    EventInfo: payload(
      'RecordingInfo',
      {
        /** Unix milliseconds: when it happened. */
        EventMsTs: timestamp,
        /** The recording task; unique. */
        TaskId: t.string,
        /** More about it, by `EventType`. Each field may be missing. */
        Payload,
      },
      {
        /** Absent from page recording, like the two below. */
        RoomId: id,
        /** Unix **seconds**: superseded by `EventMsTs`. */
        EventTs: timestamp,
        /** The recording robot. */
        UserId: id,
      },
    ),
  });

type RecordingOf<Type extends EventType> = t.TypeOf<ReturnType<typeof recordingWith<(typeof payloads)[Type]>>> & {
  readonly EventType: Type;
};

/**
 * The state of a cloud recording changed. `EventType` tells which state, and narrows `EventInfo.Payload`.
 * Tencent page 78428; payloads: page 54914.
 */
export type RecordingChanged = { [Type in EventType]: RecordingOf<Type> }[EventType];

const anyRecording = recordingWith(t.unknown);
const recordings = new Map<unknown, t.Mixed>(
  Object.entries(payloads).map(([type, Payload]) => [Number(type), recordingWith(Payload)]),
);
const recordingLike = (input: unknown): t.Mixed =>
  (t.UnknownRecord.is(input) && recordings.get(input['EventType'])) || anyRecording;

const RecordingChanged = new t.Type<RecordingChanged>(
  'RecordingChanged',
  (value): value is RecordingChanged => recordingLike(value).is(value),
  (input, context) => recordingLike(input).validate(input, context),
  t.identity,
);

/** The command about cloud recordings. */
export default {
  'Live.CallbackAfterCloudRecordingChanged': after<RecordingChanged>(RecordingChanged, {
    page: 78428,
    // The international page says `Follow.`, the domestic one `Live.`; which one is sent is unconfirmed.
    aliases: ['Follow.CallbackAfterCloudRecordingChanged'],
    occurredAt: (event) => event.EventInfo.EventMsTs,
    // The payload too: a task may report several streams in one millisecond.
    identity: ({ EventType, EventInfo }) => [EventInfo.TaskId, EventType, EventInfo.EventMsTs, EventInfo.Payload],
  }),
};
