import { isObject } from '../assert';
import { catalogue } from '../commands';
import type { FailureType } from '../delivery/failure';
import type { Ack } from '../delivery/outcome';
import { tamperings, type Tampering } from '../testing';
import type { Reply } from './client';

/** How long Tencent waits for a reply, in milliseconds. Pages 72210 and 74347. */
export const tencentTimeoutMs = 2000;

/** A reply compared with what Tencent demands. Page 64412. */
export interface CheckedReply {
  /** The acknowledgement, where the body is one. */
  readonly ack: Ack | undefined;
  /** One sentence for each way in which the form of the reply is wrong. Empty when Tencent accepts the reply. */
  readonly faults: readonly string[];
}

/** Checks the form of a reply: HTTP status 200 and an acknowledgement, in time. */
export const checkReply = ({ status, body, ms }: Reply): CheckedReply => {
  const ack = parse(body);
  const bodyFaults = checkBody(ack);
  return {
    ack: bodyFaults.length === 0 ? (ack as Ack) : undefined,
    faults: [
      ...(status === 200 ? [] : [`The HTTP status is ${status}: Tencent counts every status but 200 as a failure.`]),
      ...bodyFaults,
      ...(ms <= tencentTimeoutMs ? [] : [`It took longer than ${tencentTimeoutMs} ms: Tencent stops waiting by then.`]),
    ],
  };
};

const checkBody = (ack: unknown): readonly string[] => {
  if (!isObject(ack)) return ['The body is not a JSON object.'];
  const { ActionStatus, ErrorInfo, ErrorCode } = ack;
  return [
    ...(ActionStatus === 'OK' || ActionStatus === 'FAIL' ? [] : ['ActionStatus is neither "OK" nor "FAIL".']),
    ...(typeof ErrorInfo === 'string' ? [] : ['ErrorInfo is not a string.']),
    ...(Number.isSafeInteger(ErrorCode) ? [] : ['ErrorCode is not an integer.']),
  ];
};

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** Failures of authentic requests. For a before-command, a fallback may answer them with "allow". */
const bodyFailures: readonly FailureType[] = ['unsupported-encoding', 'body-too-large', 'bad-json', 'bad-payload'];

const isBefore = (command: string): boolean =>
  Object.entries(catalogue).some(([name, { kind }]) => name === command && kind === 'before');

/** Checks the content of an acknowledgement. Returns one sentence for each way in which it is not the expected one. */
export const checkContent = (ack: Ack, command: string, tampering: Tampering | undefined): readonly string[] => {
  if (tampering === undefined) {
    const info = ack.ErrorInfo && `, ${ack.ErrorInfo}`;
    return ack.ActionStatus === 'FAIL'
      ? [`The server did not handle the request: ErrorCode ${ack.ErrorCode}${info}`]
      : [];
  }
  const failure = tamperings[tampering];
  const isRefused = ack.ActionStatus === 'FAIL' || ack.ErrorCode !== 0;
  const mayBeAllowed = isBefore(command) && bodyFailures.includes(failure);
  return isRefused || mayBeAllowed ? [] : [`The server accepted a request that it should refuse as ${failure}.`];
};
