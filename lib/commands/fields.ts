import { isLeft } from 'fp-ts/Either';
import * as t from 'io-ts';

/** What a payload with these required and optional fields decodes to. */
export type PayloadOf<Required extends t.Props, Optional extends t.Props> = {
  readonly [Key in keyof Required]: t.TypeOf<Required[Key]>;
} & { readonly [Key in keyof Optional]?: t.TypeOf<Optional[Key]> };

/** The codec that {@link payload} makes. */
export interface Payload<Required extends t.Props, Optional extends t.Props> extends t.Type<
  PayloadOf<Required, Optional>
> {}

/**
 * An object with these fields. Whatever else it holds is kept: Tencent adds fields without notice.
 *
 * Stands in for `t.intersection([t.type(…), t.partial(…)])`, whose merge throws on a key called `hasOwnProperty`,
 * turns a key called `__proto__` into the prototype, and numbers its members in every error path.
 */
export const payload = <Required extends t.Props, Optional extends t.Props = {}>(
  name: string,
  required: Required,
  optional?: Optional,
): Payload<Required, Optional> => {
  const fields = Object.entries<t.Mixed>({ ...required, ...optional });
  const isAbsent = (value: unknown, key: string): boolean => value === undefined && !(key in required);

  const is = (value: unknown): value is PayloadOf<Required, Optional> =>
    isRecord(value) && fields.every(([key, codec]) => isAbsent(value[key], key) || codec.is(value[key]));

  return new t.Type<PayloadOf<Required, Optional>>(
    name,
    is,
    (input, context) => {
      // Most payloads have nothing to decode, and looking is cheaper than keeping track of where one is.
      if (is(input)) return t.success(input);
      if (!isRecord(input)) return t.failure(input, context);
      const errors: t.Errors = [];
      let output = input;
      for (const [key, codec] of fields) {
        const value = input[key];
        if (isAbsent(value, key)) continue;
        const decoded = codec.validate(value, t.appendContext(context, key, codec, value));
        if (isLeft(decoded)) {
          for (const error of decoded.left) errors.push(error);
        } else if (decoded.right !== value) {
          if (output === input) output = { ...input };
          output[key] = decoded.right;
        }
      }
      // Every field has been decoded into `output`, which is what the type says.
      return errors.length > 0 ? t.failures(errors) : t.success(output as PayloadOf<Required, Optional>);
    },
    t.identity,
  );
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An array of these. Stops at the first wrong item, where `t.array` goes on: a body of many wrong ones would cost more
 * time and memory than a delivery has.
 */
export const list = <Item>(item: t.Type<Item>): t.Type<readonly Item[]> => {
  const is = (value: unknown): value is readonly Item[] => Array.isArray(value) && value.every(item.is);
  // `explain` knows the indexes of a path by their being an ArrayType's.
  return new t.ArrayType<t.Type<Item>, readonly Item[], readonly Item[]>(
    `array of ${item.name}`,
    is,
    (input, context) => {
      if (is(input)) return t.success(input);
      if (!Array.isArray(input)) return t.failure(input, context);
      const output: Item[] = [];
      for (const [index, value] of input.entries()) {
        const decoded = item.validate(value, t.appendContext(context, String(index), item, value));
        if (isLeft(decoded)) return decoded;
        output.push(decoded.right);
      }
      return t.success(output);
    },
    t.identity,
    item,
  );
};

/** An object under the name of its interface, for payloads that hold it. */
export const named = <Named>(codec: t.Type<Named>): t.Type<Named> => codec;

/** One value: `read` turns what the wire has into what the event has, or into something that `is` refuses. */
export const scalar = <Value>(
  name: string,
  is: (value: unknown) => value is Value,
  read: (input: unknown) => unknown = t.identity,
): t.Type<Value> =>
  new t.Type<Value>(
    name,
    is,
    (input, context) => {
      const value = read(input);
      return is(value) ? t.success(value) : t.failure(input, context);
    },
    t.identity,
  );

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);

/** An integer that a double holds exactly. */
export const integer = scalar('integer', isInteger);

/**
 * An account or room id: always a string here, digit for digit. The pages say String and print integers beyond 2^53,
 * which the JSON stage hands over as strings already.
 */
export const id = scalar('string or integer', t.string.is, (input) => (isInteger(input) ? String(input) : input));

/** A point in time: an integer, or a string of digits. */
export const timestamp = scalar('integer or string of digits', isInteger, (input) =>
  typeof input === 'string' && /^\d+$/.test(input) ? Number(input) : input,
);

/**
 * A word from a list that Tencent extends: the known ones for completion, any other string passed on.
 * Only for words that describe; one that decides what an event means is a `t.keyof`.
 */
export const open = <Known extends string>(): t.Type<Known | (string & {})> => t.string;
