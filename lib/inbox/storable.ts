/**
 * A text as PostgreSQL can hold it in JSON: neither NUL nor half of a surrogate pair, which a JSON text may hold. Both are
 * replaced by U+FFFD.
 */
const storableText = (text: string): string => Buffer.from(text.replaceAll('\0', '\uFFFD')).toString();

/** The same object with texts that PostgreSQL can hold. */
export const storable = <Value extends object>(value: Value): Value =>
  Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, typeof member === 'string' ? storableText(member) : member]),
  ) as Value;
