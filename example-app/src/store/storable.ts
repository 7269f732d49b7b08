const longestText = 300;

/**
 * A value as PostgreSQL can hold it. Its text holds neither NUL nor half of a surrogate pair, which JSON may hold; both
 * are replaced, and the stored raw body keeps them. Long texts are cut: they are for a page, not for the record.
 */
export const storable = <Value>(value: Value): Value => {
  if (typeof value === 'string') return storableText(value) as Value;
  if (Array.isArray(value)) return value.map(storable) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, storable(member)])) as Value;
};

const storableText = (text: string): string => {
  const short = text.length > longestText ? text.slice(0, longestText) : text;
  return Buffer.from(short.replaceAll('\0', '\uFFFD')).toString();
};
