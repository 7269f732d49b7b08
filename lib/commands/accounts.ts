import { id } from './fields';
import { ListType, PayloadType, type Field } from './payload';
import { VariantType } from './variants';

/** Ids of rooms, groups and gifts, which the codecs do not distinguish from accounts. */
const otherId = /(?:Room|Group|Gift)Id(?:List)?$/;

/**
 * Lists the names of the fields that are ids in the codecs, apart from those of rooms, groups and gifts: the accounts of
 * users. An id that is new in a codec counts as an account until {@link otherId} names it, so that it is not disclosed.
 */
export const accountFields = (codecs: readonly unknown[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const codec of codecs) collect(codec, names);
  return names;
};

const collect = (codec: unknown, names: Set<string>): void => {
  if (codec instanceof VariantType) {
    for (const field of [codec.base, ...codec.cases.values()]) collect(field, names);
  } else if (codec instanceof ListType) {
    collect(codec.item, names);
  } else if (codec instanceof PayloadType) {
    const { required, optional } = codec.props;
    for (const [name, field] of Object.entries<Field>({ ...required, ...optional })) {
      const isId = field === id || (field instanceof ListType && field.item === id);
      if (!isId) collect(field, names);
      else if (!otherId.test(name)) names.add(name);
    }
  }
};
