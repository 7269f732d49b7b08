import { inspect } from 'node:util';
import { closest } from 'fastest-levenshtein';

/** Throws a `TypeError` with this message, which names the option, the value and the fix, unless `condition` holds. */
export const assertOption: (condition: boolean, message: string) => asserts condition = (condition, message) => {
  if (!condition) throw new TypeError(message);
};

/** Throws unless the name is known, and suggests the nearest one that is. */
export const assertKnown = (problem: string, name: string, known: readonly string[]): void =>
  assertOption(known.includes(name), `${problem} ${inspect(name)}. Did you mean ${inspect(closest(name, known))}?`);

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the value is an object, or a function, that has all these methods. */
export const hasMethods = (value: unknown, ...names: readonly string[]): value is Readonly<Record<string, unknown>> =>
  (isObject(value) || isFunction(value)) && names.every((name) => typeof value[name] === 'function');

const isFunction = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'function';

/** Quotes a number, a boolean, `null` or `undefined`; of anything else, which may hold a secret, it names the type. */
export const describeValue = (value: unknown): string => {
  if (typeof value === 'string') return value === '' ? 'an empty string' : 'a string';
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'an array';
  if (typeof value !== 'object' || value === null) return inspect(value);
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === 'string' && name !== '' && name !== 'Object' ? `an instance of ${name}` : 'an object';
};

/** Quotes a value that is no secret: a number, or a word. */
export const quoteValue = (value: unknown): string =>
  typeof value === 'string' ? inspect(value) : describeValue(value);
