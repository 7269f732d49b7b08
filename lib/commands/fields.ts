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

  return new t.Type<PayloadOf<Required, Optional>>(
    name,
    (value): value is PayloadOf<Required, Optional> =>
      t.UnknownRecord.is(value) && fields.every(([key, codec]) => isAbsent(value[key], key) || codec.is(value[key])),
    (input, context) => {
      if (!t.UnknownRecord.is(input)) return t.failure(input, context);
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
