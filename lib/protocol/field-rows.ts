import * as t from 'io-ts';
import { id, OpenType, ScalarType, timestamp } from '../commands/fields';
import { ListType, PayloadType, type Field } from '../commands/payload';
import type { DocComments } from './doc-comments';
import type { Phrases } from './phrases';

/** One field of a body, at any depth. */
export interface FieldRow {
  /** `SeatList[].Index`. */
  readonly path: string;
  readonly type: string;
  readonly isRequired: boolean;
  readonly meaning: string;
}

/** The fields of an object, each followed by the fields inside it. */
export const fieldRows = (codec: Field, docs: DocComments, phrases: Phrases, path = ''): readonly FieldRow[] => {
  if (!(codec instanceof PayloadType)) return [];
  const { required, optional } = codec.props;
  return Object.entries<Field>({ ...required, ...optional }).flatMap(([key, field]) => {
    const text = docs.codecs.get(codec.name)?.fields.get(key);
    if (!text) throw new Error(`The field ${key} of ${codec.name} has no docstring.`);
    const row = {
      path: `${path}${key}`,
      type: typeName(field, phrases),
      isRequired: key in required,
      meaning: phrases.translate(text),
    };
    const [inner, suffix] = field instanceof ListType ? [field.item, '[].'] : [field, '.'];
    return [row, ...fieldRows(inner, docs, phrases, `${row.path}${suffix}`)];
  });
};

const typeName = (field: Field, phrases: Phrases): string => {
  const { types, comma } = phrases;
  const words = (values: readonly unknown[]): string => values.map((value) => `\`${String(value)}\``).join(comma);
  if (field === id) return types.id;
  if (field === timestamp) return types.timestamp;
  if (field instanceof ListType) return types.list(typeName(field.item, phrases));
  if (field instanceof OpenType) return types.open(words(field.known));
  if (field instanceof t.KeyofType) return types.oneOf(words(Object.keys(field.keys as object)));
  if (field instanceof ScalarType) {
    const { enum: values } = field.wire;
    return Array.isArray(values) ? types.oneOf(words(values)) : types.integer;
  }
  if (field instanceof t.StringType) return types.string;
  return field instanceof t.BooleanType ? types.boolean : types.object;
};
