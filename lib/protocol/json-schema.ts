import * as t from 'io-ts';
import { OpenType, ScalarType } from '../commands/fields';
import { ListType, PayloadType, type Field } from '../commands/payload';
import { VariantType } from '../commands/variants';
import type { DocComments } from './doc-comments';

/** A JSON Schema of the edition 2020-12. */
export type Schema = Readonly<Record<string, unknown>>;

/** The schemas of named objects, to which the other schemas refer. */
export type Definitions = Readonly<Record<string, Schema>>;

/** The schema of a body and of the objects in it. */
export interface BodySchema {
  readonly name: string;
  readonly definitions: Definitions;
}

/**
 * Derives JSON Schemas from a codec: one for the body and one for each object in it. They accept the bodies that the
 * codec decodes, and no others. They are about the JSON on the wire, so an id is a string or an integer of any size.
 *
 * @param names every name that the body may have in `CallbackCommand`
 * @param prefix the start of every `$ref`
 */
export const bodySchema = (codec: Field, names: readonly string[], docs: DocComments, prefix: string): BodySchema => {
  const definitions: Record<string, Schema> = {};
  /** The codecs that are defined already, and those whose schema does not follow from the codec itself. */
  const known = new Map<Field, Schema>();

  const schemaOf = (field: Field): Schema => {
    const schema = known.get(field) ?? newSchemaOf(field);
    known.set(field, schema);
    return schema;
  };

  const newSchemaOf = (field: Field): Schema => {
    if (field instanceof PayloadType) return define(field.name, objectSchema(field));
    if (field instanceof VariantType) return variantSchema(field);
    if (field instanceof ListType) return { type: 'array', items: schemaOf(field.item) };
    if (field instanceof ScalarType) return field.wire;
    if (field instanceof OpenType) return { type: 'string', examples: field.known };
    if (field instanceof t.KeyofType) return { type: 'string', enum: Object.keys(field.keys as object) };
    if (field instanceof t.StringType) return { type: 'string' };
    if (field instanceof t.BooleanType) return { type: 'boolean' };
    if (field instanceof t.AnyDictionaryType) return { type: 'object' };
    throw new TypeError(`There is no JSON Schema for the codec ${field.name}. Use a codec of lib/commands/fields.ts.`);
  };

  const define = (name: string, schema: Schema): Schema => {
    if (Object.hasOwn(definitions, name)) throw new TypeError(`Two codecs are called ${name}. Rename one of them.`);
    definitions[name] = schema;
    return { $ref: `${prefix}${name}` };
  };

  const objectSchema = ({ name, props: { required, optional } }: PayloadType): Schema => {
    const fieldDocs = docs.codecs.get(name)?.fields;
    const properties = Object.entries({ ...required, ...optional }).map(([key, field]) => {
      const schema = key === 'CallbackCommand' ? { type: 'string', enum: names } : schemaOf(field);
      return [key, described(schema, withWords(fieldDocs?.get(key), field))];
    });
    return {
      ...described({ type: 'object' }, docs.codecs.get(name)?.description),
      properties: Object.fromEntries(properties),
      ...(Object.keys(required).length > 0 && { required: Object.keys(required) }),
    };
  };

  const variantSchema = ({ key, cases, dependent, base }: VariantType<unknown>): Schema => {
    const valuesOf = new Map<Field, unknown[]>();
    for (const [value, variant] of cases) valuesOf.set(variant, [...(valuesOf.get(variant) ?? []), value]);
    const variants = [...valuesOf].map(([variant, values]) => ({ schema: schemaOf(variant), values }));
    // Tools that cannot follow `if` still find every form of the dependent field.
    known.set(dependent, { anyOf: variants.map(({ schema }) => schema) });
    const reference = schemaOf(base);
    const path = pathTo(dependent, base);
    const conditions = variants.map(({ schema, values }) => ({
      if: { type: 'object', properties: { [key]: { enum: values } }, required: [key] },
      // oxlint-disable-next-line unicorn/no-thenable -- `then` is a keyword of JSON Schema, and nothing awaits a schema.
      then: nested(path, schema),
    }));
    definitions[base.name] = { ...definitions[base.name], allOf: conditions };
    return reference;
  };

  schemaOf(codec);
  return { name: codec.name, definitions };
};

const described = (schema: Schema, description: string | undefined): Schema =>
  description ? { description, ...schema } : schema;

/** Says in the description which words are documented, because `examples` alone would look arbitrary. */
const withWords = (text: string | undefined, field: Field): string | undefined =>
  field instanceof OpenType
    ? `${text} Documented: ${field.known.map((word: string) => `\`${word}\``).join(', ')}. Tencent may add more.`
    : text;

/** The keys that lead from one codec to another one in it. */
const pathTo = (target: Field, codec: Field): readonly string[] => {
  if (!(codec instanceof PayloadType)) return [];
  for (const [key, field] of Object.entries<Field>({ ...codec.props.required, ...codec.props.optional })) {
    if (field === target) return [key];
    const path = pathTo(target, field);
    if (path.length > 0) return [key, ...path];
  }
  return [];
};

const nested = (path: readonly string[], schema: Schema): Schema =>
  path.reduceRight<Schema>((inner, key) => ({ type: 'object', properties: { [key]: inner } }), schema);
