import { inspect } from 'node:util';
import { closest } from 'fastest-levenshtein';

/** Throws a `TypeError` with this sentence, which names the option, the value and the fix, unless `condition` holds. */
export const check: (condition: boolean, sentence: string) => asserts condition = (condition, sentence) => {
  if (!condition) throw new TypeError(sentence);
};

/** Throws unless the name is known, and suggests the nearest one that is. */
export const checkKnown = (complaint: string, name: string, known: readonly string[]): void =>
  check(known.includes(name), `${complaint} ${inspect(name)}. Did you mean ${inspect(closest(name, known))}?`);

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the value has all these methods. */
export const hasMethods = (value: unknown, ...names: readonly string[]): value is Readonly<Record<string, unknown>> =>
  isObject(value) && names.every((name) => typeof value[name] === 'function');
