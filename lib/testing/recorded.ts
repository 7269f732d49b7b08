import * as t from 'io-ts';
import { assertOption, describeValue, isObject } from '../assert';
import { payload } from '../commands/fields';
import { linesOf } from './lines';

/** The version of the file format that this release writes and reads. `docs/recordings.md` describes it. */
export const recordingVersion = 1;

/** A name and a value, as received. */
export type RecordedHeader = readonly [name: string, value: string];

/** The reply to a recorded request. */
export interface RecordedReply {
  /** The HTTP status. */
  readonly status: number;
  /** The headers in their order, as received. */
  readonly headers: readonly RecordedHeader[];
  /** Text, or bytes where the body is not UTF-8. */
  readonly body: string | Buffer;
}

/** A request of a recording. */
export interface RecordedRequest {
  /** The time at which the request arrived. */
  readonly time: Date;
  /** The HTTP method. */
  readonly method: string;
  /** The path and the query string as received, with the value of `Sign` masked. */
  readonly path: string;
  /** The headers in their order, as received. */
  readonly headers: readonly RecordedHeader[];
  /** Text, or bytes where the body is not UTF-8. */
  readonly body: string | Buffer;
  /** Whether the body is incomplete: it was too large, or the sender closed the connection. */
  readonly isBodyCut: boolean;
  /** The command that the body names, otherwise the one in the URL. */
  readonly command: string | undefined;
  /** The reply that the sender received; `undefined` if the sender closed the connection before. */
  readonly reply: RecordedReply | undefined;
  /** The milliseconds from the arrival of the request to the end of its reply. */
  readonly ms: number;
  /** Why the app did not reply. The reply is then the recorder's own. */
  readonly error: string | undefined;
}

/**
 * Reads the requests of a file that `npx tencent-live-webhooks record` has written, one after the other, so that a file
 * of any size fits into memory. A last line that was cut while it was written is left out.
 *
 * @example
 * ```ts
 * for await (const { command, body } of recorded('day.ndjson')) {
 *   const { query, headers } = signedRequest({ sdkAppId: 1400000001, token: 'secret', command, body: String(body) });
 *   await request(app).post(`/tencent-callback${query}`).set(headers).send(String(body)).expect(200);
 * }
 * ```
 *
 * @param file the path of the file
 * @throws Error when the file cannot be read, or when a line is no recorded request; the message names the line
 */
export async function* recorded(file: string): AsyncGenerator<RecordedRequest, void, undefined> {
  assertOption(typeof file === 'string', `recorded: file must be the path of a file. It is ${describeValue(file)}.`);
  for await (const { request } of readRecording(file, () => {})) yield request;
}

/** A request of a recording, with the number of its line. */
interface NumberedRequest {
  readonly line: number;
  readonly request: RecordedRequest;
}

/** Reads a recording like {@link recorded}, and reports the number of a last line that was cut. */
export async function* readRecording(
  file: string,
  onCutLine: (line: number) => void,
): AsyncGenerator<NumberedRequest, void, undefined> {
  for await (const { text, line, isTerminated } of linesOf(file)) {
    if (text.trim() === '') continue;
    const content = parse(text);
    if (content === undefined && !isTerminated) return onCutLine(line);
    yield { line, request: toRequest(content, line) };
  }
}

const Header = t.tuple([t.string, t.string]);
const Encoding = t.keyof({ base64: null });

const RecordedLine = payload(
  'RecordedLine',
  {
    version: t.literal(recordingVersion),
    time: t.string,
    method: t.string,
    path: t.string,
    headers: t.readonlyArray(Header),
    body: t.string,
    ms: t.number,
  },
  {
    bodyEncoding: Encoding,
    bodyCut: t.literal(true),
    reply: payload(
      'RecordedReply',
      { status: t.number, headers: t.readonlyArray(Header), body: t.string },
      { bodyEncoding: Encoding },
    ),
    error: t.string,
  },
);

/** What a line of a recording holds. */
export type RecordedLine = t.TypeOf<typeof RecordedLine>;

const toRequest = (content: unknown, line: number): RecordedRequest => {
  if (!RecordedLine.is(content)) throw malformed(line, content);
  const { method, path, headers, reply, ms, error } = content;
  const time = new Date(content.time);
  if (Number.isNaN(time.getTime())) throw malformed(line, content);
  const body = bodyOf(content);
  return {
    time,
    method,
    path,
    headers,
    body,
    isBodyCut: content.bodyCut === true,
    command: commandIn(body) ?? urlCommand(path),
    reply: reply && { status: reply.status, headers: reply.headers, body: bodyOf(reply) },
    ms,
    error,
  };
};

const malformed = (line: number, content?: unknown): Error => {
  const version = isObject(content) ? content['version'] : undefined;
  return new Error(
    typeof version === 'number' && version !== recordingVersion
      ? `Line ${line} has version ${version} of the format, and this release reads version ${recordingVersion}. Use the release that recorded it.`
      : `Line ${line} is not a recorded request. Remove the line, or record again.`,
  );
};

const bodyOf = ({ body, bodyEncoding }: Pick<RecordedLine, 'body' | 'bodyEncoding'>): string | Buffer =>
  bodyEncoding === undefined ? body : Buffer.from(body, bodyEncoding);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const commandIn = (body: string | Buffer): string | undefined => {
  const content = typeof body === 'string' ? parse(body) : undefined;
  return isObject(content) && typeof content['CallbackCommand'] === 'string' ? content['CallbackCommand'] : undefined;
};

/** Tencent's pages spell the parameter in two ways. */
const urlCommand = (path: string): string | undefined => {
  const parameters = [...new URLSearchParams(path.replace(/^[^?]*/, ''))];
  return parameters.find(([name]) => /^(?:callback|webhook)command$/i.test(name))?.[1];
};
