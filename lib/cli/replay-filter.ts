import { isObject } from '../assert';
import { parseLossless } from '../delivery/json';
import type { RecordedRequest } from '../testing/recorded';

/** Which requests of a recording to replay. */
export interface Filter {
  readonly only?: string;
  readonly room?: string;
}

export const matches = ({ only, room }: Filter, { command, body }: RecordedRequest): boolean =>
  (only === undefined || command === only) && (room === undefined || namesRoom(String(body), room));

/** The fields that hold the id of a room, or of several. */
const roomField = /^(?:From|To)?(?:Room|Group)Id(?:List)?$/;

const namesRoom = (body: string, room: string): boolean => {
  // Most bodies are about another room, and need not be parsed to see that.
  if (!body.includes(room)) return false;
  const holds = (value: unknown, field: string): boolean => {
    if (Array.isArray(value)) return value.some((item) => holds(item, field));
    if (isObject(value)) return Object.entries(value).some(([key, inner]) => holds(inner, key));
    return roomField.test(field) && String(value) === room;
  };
  try {
    return holds(parseLossless(body), '');
  } catch {
    return false;
  }
};
