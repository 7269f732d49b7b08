import * as t from 'io-ts';
import type { Field } from './payload';

/** What a {@link VariantType} is made of. */
interface Variants {
  /** The top-level field whose value decides what the dependent field holds. */
  readonly key: string;
  /** The codec of the dependent field, by the value of the deciding field. */
  readonly cases: ReadonlyMap<unknown, Field>;
  /** Creates the codec of the whole body around the codec of the dependent field. */
  readonly build: (dependent: Field) => Field;
}

/**
 * The codec of a body in which the value of one field decides what another field holds. Only that case's codec runs, so
 * the paths of its errors are paths of the body.
 */
export class VariantType<Value> extends t.Type<Value> {
  readonly _tag = 'VariantType';
  readonly key: string;
  readonly cases: ReadonlyMap<unknown, Field>;
  /** Stands in `base` where the dependent field is, and accepts everything. */
  readonly dependent: Field;
  /** The codec of the whole body, apart from the dependent field. */
  readonly base: Field;
  /** The codec for this body: the codec of its case, or `base` if there is no such case. */
  readonly select: (body: unknown) => Field;

  constructor(name: string, { key, cases, build }: Variants) {
    const dependent = new t.UnknownType();
    const base = build(dependent);
    const codecs = new Map([...cases].map(([value, codec]) => [value, build(codec)]));
    const select = (body: unknown): Field => (t.UnknownRecord.is(body) && codecs.get(body[key])) || base;

    super(
      name,
      // `Value` is the union of what the codecs decode to: the caller states both, a line apart.
      (value): value is Value => select(value).is(value),
      (input, context) => select(input).validate(input, context) as t.Validation<Value>,
      t.identity,
    );
    this.key = key;
    this.cases = cases;
    this.dependent = dependent;
    this.base = base;
    this.select = select;
  }
}
