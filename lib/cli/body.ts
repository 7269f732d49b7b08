import { readFileSync } from 'node:fs';
import { isObject } from '../assert';
import { UsageError } from './errors';
import type { Io } from './io';

/** Reads the body that `--data` gives: JSON, `@` and the name of a file, or `-` for the standard input. */
export const readData = async (data: string, io: Io): Promise<string> => {
  if (data === '-') return io.stdin();
  if (!data.startsWith('@')) return data;
  try {
    return readFileSync(data.slice(1), 'utf8');
  } catch (error) {
    throw new UsageError(`--data: ${(error as Error).message}.`);
  }
};

/**
 * Adds the command to a JSON object that has no `CallbackCommand`, as its first field. Any other body is returned
 * unchanged, byte for byte. So is one that names another command: the URL then names the given command and the body its
 * own, and the reply shows how the server handles the contradiction.
 */
export const withCommand = (body: string, command: string): string => {
  const parsed = parsedOr(body, undefined);
  if (!isObject(parsed) || Object.hasOwn(parsed, 'CallbackCommand')) return body;
  const separator = Object.keys(parsed).length === 0 ? '' : ',';
  return body.replace('{', () => `{"CallbackCommand":${JSON.stringify(command)}${separator}`);
};

/**
 * Sets fields of the body: `GiftWater.Coins=9000`, `MemberList.0.Member_Account=ann`. A value that is not JSON becomes a
 * string. Integers of any length keep every digit.
 */
export const withFields = (body: string, assignments: readonly string[]): string => {
  if (assignments.length === 0) return body;
  const changed = parsedOr(body, undefined);
  if (changed === undefined) throw new UsageError('The body is not JSON, so --set cannot change it.');
  for (const assignment of assignments) setField(changed, assignment);
  return JSON.stringify(changed).replaceAll(markedInteger, '$1');
};

/** Marks a string as a long integer. It is a private-use character, which no body contains. */
const marker = '\u{10fffd}';

const markedInteger = new RegExp(`"${marker}(-?\\d+)"`, 'gu');

/** Matches whole strings, too, so that digits inside them are skipped. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** Parses JSON with long integers as marked strings. Returns `otherwise` for a text that is not JSON. */
const parsedOr = (text: string, otherwise: unknown): unknown => {
  try {
    JSON.parse(text);
    return JSON.parse(
      text.replaceAll(stringOrNumber, (token) => (/^-?\d{16,}$/.test(token) ? `"${marker}${token}"` : token)),
    );
  } catch {
    return otherwise;
  }
};

const setField = (body: unknown, assignment: string): void => {
  const [path = '', ...rest] = assignment.split('=');
  if (path === '' || rest.length === 0) throw new UsageError(`Write --set key=value, not ${assignment}.`);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let holder = body;
  for (const key of keys) holder = isHolder(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined;
  if (!isHolder(holder)) throw new UsageError(`The body has no place for ${path}.`);
  if (Array.isArray(holder) && !(/^\d+$/.test(last) && Number(last) <= holder.length)) {
    throw new UsageError(`The body has no place for ${path}: its list takes an index from 0 to ${holder.length}.`);
  }
  const text = rest.join('=');
  // An assignment to `__proto__` would set the prototype instead of a field.
  Object.defineProperty(holder, last, {
    value: parsedOr(text, text),
    enumerable: true,
    writable: true,
    configurable: true,
  });
};

const isHolder = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
