import { isObject } from '../assert';
import type { Ack } from '../delivery/outcome';
import type { Reply } from './post';

/** How long Tencent waits for a reply. Tencent pages 72210 and 74347. */
export const patienceMs = 2000;

/** A reply, held to what Tencent demands. Page 64412. */
export interface Assessment {
  /** What the reply says, where it can be read. */
  readonly ack: Ack | undefined;
  /** What is wrong with the reply, a sentence for each fault; none when it is the mandated one. */
  readonly faults: readonly string[];
}

/** Is this reply the mandated one: HTTP status 200, the acknowledgement, in time? */
export const assess = ({ status, body, ms }: Reply): Assessment => {
  const ack = parsed(body);
  const faults = faultsOfBody(ack);
  return {
    // Without a fault it is one.
    ack: faults.length === 0 ? (ack as Ack) : undefined,
    faults: [
      ...(status === 200 ? [] : [`The HTTP status is ${status}: to Tencent, anything but 200 is a failure.`]),
      ...faults,
      ...(ms <= patienceMs ? [] : [`It took longer than ${patienceMs} ms: Tencent gives up before.`]),
    ],
  };
};

const faultsOfBody = (ack: unknown): readonly string[] => {
  if (!isObject(ack)) return ['The body is not a JSON object.'];
  const { ActionStatus, ErrorInfo, ErrorCode } = ack;
  return [
    ...(ActionStatus === 'OK' || ActionStatus === 'FAIL' ? [] : ['ActionStatus is neither "OK" nor "FAIL".']),
    ...(typeof ErrorInfo === 'string' ? [] : ['ErrorInfo is not a string.']),
    ...(Number.isSafeInteger(ErrorCode) ? [] : ['ErrorCode is not an integer.']),
  ];
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
