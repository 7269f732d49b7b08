import { isDeepStrictEqual } from 'node:util';
import { isObject } from '../assert';
import { parseLossless } from '../delivery/json';
import type { RecordedReply } from '../testing/recorded';
import type { Reply } from './client';

/** A part of a reply that is not the recorded one. */
export interface Difference {
  /** `status`, `body`, or the name of a field of the acknowledgement. */
  readonly field: string;
  /** The values; `undefined` for a field that is absent. */
  readonly recorded: unknown;
  readonly replayed: unknown;
}

/** Lists the differences between two replies. Bodies are compared as JSON, field by field, where both are objects. */
export const differencesBetween = (recorded: RecordedReply, replayed: Reply): readonly Difference[] => [
  ...difference('status', recorded.status, replayed.status),
  ...bodyDifferences(String(recorded.body), replayed.body),
];

const bodyDifferences = (recorded: string, replayed: string): readonly Difference[] => {
  if (recorded === replayed) return [];
  const [before, now] = [parse(recorded), parse(replayed)];
  if (!isObject(before) || !isObject(now)) return difference('body', before ?? recorded, now ?? replayed);
  const fields = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...fields].flatMap((field) => difference(field, before[field], now[field]));
};

const difference = (field: string, recorded: unknown, replayed: unknown): readonly Difference[] =>
  isDeepStrictEqual(recorded, replayed) ? [] : [{ field, recorded, replayed }];

const parse = (text: string): unknown => {
  try {
    return parseLossless(text);
  } catch {
    return undefined;
  }
};

/** Longer values would hide the other lines. */
const longestValue = 300;

/** Says in one line what was recorded and what has come now. */
export const describeDifference = ({ field, recorded, replayed }: Difference): string =>
  `${field} was ${inJson(recorded)} and is now ${inJson(replayed)}`;

const inJson = (value: unknown): string => {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
};
