import { isLeft } from 'fp-ts/Either';
import * as t from 'io-ts';

/** The codec of one field. Every io-ts codec is one. */
export interface Field<Value = unknown> extends t.Decoder<unknown, Value> {
  /** Whether the value is a decoded one. */
  readonly is: (value: unknown) => value is Value;
}

/** Fields by their names. */
export type Fields = Readonly<Record<string, Field>>;

/** What a field decodes to. */
export type ValueOf<Codec> = Codec extends Field<infer Value> ? Value : never;

/** What a payload with these required and optional fields decodes to. */
export type PayloadOf<Required extends Fields, Optional extends Fields> = {
  readonly [Key in keyof Required]: ValueOf<Required[Key]>;
} & { readonly [Key in keyof Optional]?: ValueOf<Optional[Key]> };

/** The codec that {@link payload} creates. Tools walk it by its `props`. */
export class PayloadType<Required extends Fields = Fields, Optional extends Fields = Fields> extends t.Type<
  PayloadOf<Required, Optional>
> {
  readonly _tag = 'PayloadType';

  constructor(
    name: string,
    readonly props: { readonly required: Required; readonly optional: Optional },
  ) {
    const { required, optional } = props;
    const fields = Object.entries<Field>({ ...required, ...optional }).map(([key, codec]) => ({
      key,
      codec,
      mayBeAbsent: !(key in required),
    }));

    const is = (value: unknown): value is PayloadOf<Required, Optional> =>
      isRecord(value) &&
      fields.every(({ key, codec, mayBeAbsent }) => {
        const field = value[key];
        return (mayBeAbsent && field === undefined) || codec.is(field);
      });

    const validate: t.Validate<unknown, PayloadOf<Required, Optional>> = (input, context) => {
      // Most payloads hold nothing to convert, and `is` costs less than keeping a context for each field.
      // Stryker disable next-line ConditionalExpression: without the question, decoding gives the same and takes longer.
      if (is(input)) return t.success(input);
      if (!isRecord(input)) return t.failure(input, context);
      const errors: t.Errors = [];
      let output = input;
      for (const { key, codec, mayBeAbsent } of fields) {
        const value = input[key];
        if (mayBeAbsent && value === undefined) continue;
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
    };

    super(name, is, validate, t.identity);
  }
}

/**
 * Creates the codec of an object with these fields. The codec keeps all other fields, because Tencent adds fields
 * without notice.
 *
 * Replaces `t.intersection([t.type(…), t.partial(…)])`, whose merge turns a key called `__proto__` into the prototype,
 * and which numbers its members in every error path.
 *
 * @param name the name of the interface that the object has in TypeScript
 */
export const payload = <Required extends Fields, Optional extends Fields = {}>(
  name: string,
  required: Required,
  optional: Optional = {} as Optional,
): PayloadType<Required, Optional> => new PayloadType(name, { required, optional });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The codec that {@link list} creates. Tools walk it by its `item`. */
export class ListType<Item = unknown> extends t.Type<readonly Item[]> {
  // The tag of io-ts' own arrays, by which `explain` recognizes the indexes of a path.
  readonly _tag = 'ArrayType';

  constructor(readonly item: Field<Item>) {
    const is = (value: unknown): value is readonly Item[] => Array.isArray(value) && value.every(item.is);

    const validate: t.Validate<unknown, readonly Item[]> = (input, context) => {
      if (is(input)) return t.success(input);
      if (!Array.isArray(input)) return t.failure(input, context);
      const output: Item[] = [];
      for (const [index, value] of input.entries()) {
        const decoded = item.validate(value, t.appendContext(context, String(index), item, value));
        if (isLeft(decoded)) return decoded;
        output.push(decoded.right);
      }
      return t.success(output);
    };

    super(`array of ${item.name}`, is, validate, t.identity);
  }
}

/**
 * Creates the codec of an array of these items. It stops at the first wrong item, where `t.array` continues: an attacker
 * could fill a body with wrong items, and the errors of all of them would cost more time and memory than a delivery has.
 */
export const list = <Item>(item: Field<Item>): ListType<Item> => new ListType(item);

/** Hides the fields of a codec behind the interface of its values, so that editors show the interface's name. */
export const opaque = <Named>(codec: Field<Named>): Field<Named> => codec;
