import type { RawReply } from './record-forward';

/** Why the app has not replied to a request. */
export class NoReplyError extends Error {
  constructor(
    /** The `ErrorCode` of the acknowledgement that Tencent gets instead. */
    readonly code: number,
    /** The `ErrorInfo`: a sentence that says nothing about the machine. */
    readonly info: string,
    /** The sentence in the recording. */
    message = info,
  ) {
    super(message);
  }
}

/** Creates the acknowledgement of a request that the app has not replied to. */
export const createFailReply = ({ code, info }: NoReplyError): RawReply => {
  const body = Buffer.from(JSON.stringify({ ActionStatus: 'FAIL', ErrorInfo: info, ErrorCode: code }));
  const rawHeaders = ['Content-Type', 'application/json', 'Content-Length', String(body.length)];
  return { status: 200, statusMessage: 'OK', rawHeaders, body };
};
