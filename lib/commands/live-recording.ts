import * as t from 'io-ts';
import { after } from './command';
import { id, integer, list, oneOf, open, payload, timestamp } from './fields';
import type { Field, ValueOf } from './payload';
import { VariantType } from './variants';

/** The result of a step of the recording. */
const RecordingStatus = payload(
  'RecordingStatus',
  {},
  {
    /** Result of the step: 0 for success. */
    Status: integer,
  },
);

/** The result of a step of a page recording. */
const PageRecordingStatus = payload(
  'PageRecordingStatus',
  {},
  {
    /** Result of the step. 801: 1 started, 2 to 5 failed; 803: 1 refreshed, 2 paused, 3 resumed. */
    Status: integer,
    /** Text about the result. */
    EventMessage: t.string,
  },
);

/** The recorder left the room. */
const RecorderLeft = payload(
  'RecorderLeft',
  {},
  {
    /** Reason why the recorder left: 0, 1, 2, 3, 4, 99, 100 or 101. */
    LeaveCode: integer,
  },
);

/** The first index file (m3u8) was uploaded. */
const IndexUploaded = payload(
  'IndexUploaded',
  {},
  {
    /** Name of the index file. */
    FileList: t.string,
  },
);

/** The upload finished. */
const UploadFinished = payload(
  'UploadFinished',
  {},
  {
    /** Result of the upload, by the page's table: 0, 1 or 2. */
    LeaveCode: integer,
    /** Result of the upload, by the page's sample: 0 for success. */
    Status: integer,
  },
);

const stream = {
  /** Account whose stream was recorded. */
  UserId: id,
  /** What the track holds. */
  TrackType: open('audio', 'video', 'audio_video'),
};

const file = {
  ...stream,
  /** Source of the stream: `main` camera, `aux` screen, `mix` mixed streams. */
  MediaId: open('main', 'aux', 'mix'),
  /** Time at which the file starts, in Unix milliseconds. */
  StartTimeStamp: timestamp,
  /** Time at which the file ends, in Unix milliseconds. */
  EndTimeStamp: timestamp,
};

/** The first slice was written. */
const SliceWritten = payload(
  'SliceWritten',
  {},
  {
    /** Name of the file. */
    FileName: t.string,
    ...stream,
    /** Time at which the slice starts, in Unix milliseconds. */
    BeginTimeStamp: timestamp,
  },
);

/** An image could not be downloaded. */
const ImageFailed = payload(
  'ImageFailed',
  {},
  {
    /** URL of the image. */
    Url: t.string,
  },
);

/** One MP4 file of a recording. */
const Mp4File = payload(
  'Mp4File',
  {},
  {
    /** Name of the file. */
    FileName: t.string,
    ...file,
  },
);

/** MP4 files are finished. A task may report this several times. */
const Mp4Finished = payload(
  'Mp4Finished',
  {},
  {
    /** Result of the step: 0 for success. */
    Status: integer,
    /** Names of the files. */
    FileList: list(t.string),
    /** The files in detail. */
    FileMessage: list(Mp4File),
  },
);

/** One file in video on demand. */
const VodFile = payload(
  'VodFile',
  {},
  {
    ...file,
    /** Id of the file in video on demand. */
    FileId: t.string,
    /** URL of the video. */
    VideoUrl: t.string,
    /** Name of the file before the upload. */
    CacheFile: t.string,
  },
);

/** A file was uploaded to video on demand. It can be played some 30 seconds to 3 minutes later. */
const VodUploaded = payload(
  'VodUploaded',
  {},
  {
    /** Result of the step: 0 for success. */
    Status: integer,
    /** Text about an error. */
    Errmsg: t.string,
    /** The file in video on demand. */
    TencentVod: VodFile,
  },
);

/** The payload of each event type. Every field is optional: the page's tables and samples contradict each other (305). */
const payloads = {
  /** The recorder started: `Status` 0, or failed to start: 1. */
  301: RecordingStatus,
  /** The recorder left the room. */
  302: RecorderLeft,
  /** The upload started: `Status` 0, or failed to start: 1. */
  303: RecordingStatus,
  /** The first index file (m3u8) was uploaded. */
  304: IndexUploaded,
  /** The upload finished. The table says `LeaveCode`, the sample says `Status`. */
  305: UploadFinished,
  /** The task moved to another recorder. */
  306: RecordingStatus,
  /** The first slice was written. */
  307: SliceWritten,
  /** An image could not be downloaded. */
  309: ImageFailed,
  /** MP4 files are finished. A task may report this several times. */
  310: Mp4Finished,
  /** A file was uploaded to video on demand. It can be played some 30 seconds to 3 minutes later. */
  311: VodUploaded,
  /** The task of video on demand ended. */
  312: RecordingStatus,
  /** The page recording started: `Status` 1, or failed: 2 to 5. */
  801: PageRecordingStatus,
  /** The page recording ended. */
  802: PageRecordingStatus,
  /** The page recording was refreshed: `Status` 1, paused: 2, or resumed: 3. */
  803: PageRecordingStatus,
  /** The page recording reached a limit. */
  804: PageRecordingStatus,
};

/** @inline */
type EventType = keyof typeof payloads;

const cases = new Map(Object.entries<Field>(payloads).map(([type, codec]) => [Number(type) as EventType, codec]));

const recordingWith = <Payload extends Field>(Payload: Payload) =>
  payload('RecordingChanged', {
    /** Name of the command, or its alias. */
    CallbackCommand: t.string,
    /** Group of the event: 3 for cloud recording, 8 for page recording. */
    EventGroupId: integer,
    /** Type of the event. It decides what the payload holds, so every other value is refused. */
    EventType: oneOf('301 to 307, 309 to 312, or 801 to 804', [...cases.keys()]),
    /** Time at which the request was sent, in Unix milliseconds. */
    CallbackTs: timestamp,
    /** What happened, in which room, and in which task. */
    EventInfo: payload(
      'RecordingInfo',
      {
        /** Time of the event, in Unix milliseconds. */
        EventMsTs: timestamp,
        /** Unique id of the recording task. */
        TaskId: t.string,
        /** Details, which depend on `EventType`. Each of their fields may be missing. */
        Payload,
      },
      {
        /** Id of the room. Page recordings lack it. */
        RoomId: id,
        /** Time of the event, in Unix **seconds**; `EventMsTs` replaces it. Page recordings lack it. */
        EventTs: timestamp,
        /** Account of the recording robot. Page recordings lack it. */
        UserId: id,
      },
    ),
  });

type RecordingOf<Type extends EventType> = ValueOf<ReturnType<typeof recordingWith<(typeof payloads)[Type]>>> & {
  readonly EventType: Type;
};

/**
 * The state of a cloud recording changed. `EventType` says how, and narrows `EventInfo.Payload`.
 *
 * @remarks
 * - The international page prints the name with `Follow.`, the domestic page with `Live.`. Both are accepted; which one
 *   Tencent sends is not confirmed.
 * - There is no `EventTime` and no top-level `RoomId`: the times are `CallbackTs` and `EventInfo.EventMsTs`, and the room
 *   is `EventInfo.RoomId`.
 * - `EventType` is a number here, and a string elsewhere.
 * - The payload of 305 has `LeaveCode` in the table and `Status` in the sample.
 * - `EventTs` is a string of digits in some samples of the engine's callbacks.
 *
 * @see 269/129603 (2026-03-27), 647/78428 (2026-03-26), payloads: 647/54914 (2025-03-27)
 */
export type RecordingChanged = { [Type in EventType]: RecordingOf<Type> }[EventType];

const RecordingChanged = new VariantType<RecordingChanged>('RecordingChanged', {
  key: 'EventType',
  cases,
  build: recordingWith,
});

/** The command about cloud recordings. */
export default {
  /**
   * The state of a cloud recording changed.
   *
   * Kind: after. Source: [Tencent page 78428](https://trtc.io/document/78428).
   */
  'Live.CallbackAfterCloudRecordingChanged': after<RecordingChanged>(RecordingChanged, {
    page: 78428,
    // The international page says `Follow.`, the domestic page says `Live.`.
    aliases: ['Follow.CallbackAfterCloudRecordingChanged'],
    occurredAt: (event) => event.EventInfo.EventMsTs,
    // The payload too: a task may report several streams in one millisecond.
    identity: ({ EventType, EventInfo }) => [EventInfo.TaskId, EventType, EventInfo.EventMsTs, EventInfo.Payload],
  }),
};
