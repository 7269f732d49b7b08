import * as t from 'io-ts';

export { list, opaque, payload } from './payload';

/** What the body may hold in a field, as a JSON Schema. */
export type WireSchema = Readonly<Record<string, unknown>>;

/** The codec that {@link scalar} creates. Tools read what the body may hold from its `wire`. */
export class ScalarType<Value> extends t.Type<Value> {
  readonly _tag = 'ScalarType';

  constructor(
    name: string,
    is: (value: unknown) => value is Value,
    read: (input: unknown) => unknown,
    readonly wire: WireSchema,
  ) {
    const validate: t.Validate<unknown, Value> = (input, context) => {
      const value = read(input);
      return is(value) ? t.success(value) : t.failure(input, context);
    };
    super(name, is, validate, t.identity);
  }
}

/**
 * Creates the codec of one value.
 *
 * @param name what a value has to be, for the sentence "… should be `name`"
 * @param is whether a value is a decoded one
 * @param read converts what the body holds into what the event holds, or into something that `is` refuses
 * @param wire what the body may hold, as a JSON Schema that accepts exactly what the codec decodes
 */
export const scalar = <Value>(
  name: string,
  is: (value: unknown) => value is Value,
  read: (input: unknown) => unknown = t.identity,
  wire: WireSchema = {},
): ScalarType<Value> => new ScalarType(name, is, read, wire);

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);

const safeRange = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

/** An integer that a double holds exactly. */
export const integer = scalar('integer', isInteger, t.identity, { type: 'integer', ...safeRange });

/**
 * An account or room id: always a string in the event, digit for digit. Tencent's tables say String, but its samples
 * also show integers beyond 2^53, which the JSON stage has already converted to strings.
 */
export const id = scalar('string or integer', t.string.is, (input) => (isInteger(input) ? String(input) : input), {
  type: ['string', 'integer'],
});

/** Every number that these digits can write is a safe integer. */
const digits = /^0*(?:[0-9]{1,15}|[1-8][0-9]{15})$/;

/** A point in time: an integer, or a string of digits. */
export const timestamp = scalar(
  'integer or string of digits',
  isInteger,
  (input) => (typeof input === 'string' && digits.test(input) ? Number(input) : input),
  { type: ['integer', 'string'], ...safeRange, pattern: digits.source },
);

/** An integer that decides what an event means, so the codec refuses every other value. */
export const oneOf = <const Known extends number>(name: string, known: readonly Known[]): ScalarType<Known> =>
  scalar(name, (value): value is Known => known.some((one) => one === value), t.identity, {
    type: 'integer',
    enum: known,
  });

/** The codec that {@link open} creates. Tools read the documented words from its `known`. */
export class OpenType<Known extends string> extends t.Type<Known | (string & {})> {
  readonly _tag = 'OpenType';

  constructor(readonly known: readonly Known[]) {
    super('string', t.string.is, t.string.validate, t.identity);
  }
}

/**
 * Creates the codec of a word from a list that Tencent extends. Editors complete the known words, and the codec accepts
 * every other string. Use it only for words that describe; a word that decides what an event means is a `t.keyof`.
 */
export const open = <const Known extends string>(...known: readonly Known[]): OpenType<Known> => new OpenType(known);
