import { OpenType } from './fields';
import { ListType, PayloadType } from './payload';
import { VariantType } from './variants';

/** The most paths that are listed for one body, because whoever sends it chooses the names of its keys. */
const mostPaths = 100;

/** The longest part of an unknown key that is shown. */
const longestKey = 64;

/**
 * Lists where a body differs from Tencent's pages although it decodes: the paths of fields that the codec does not know,
 * and of words that are not among the documented ones. `EventCause: 'Banned'` gives `EventCause`.
 *
 * The paths hold no values, and `[]` stands for every index: `SeatList[].Nickname`. A key that is not a plain name is
 * quoted and escaped, and a long one is cut. What is inside an unknown field is not listed, and at most 100 paths are.
 *
 * @param codec the codec of a built-in command. Fields of other codecs are not known, so the result is empty.
 * @param body the parsed body, or the event that it decodes to
 */
export const undocumentedPaths = (codec: unknown, body: unknown): readonly string[] => {
  const paths = new Set<string>();
  collect(codec, body, '', paths);
  return [...paths];
};

const collect = (codec: unknown, value: unknown, path: string, paths: Set<string>): void => {
  if (paths.size >= mostPaths) return;
  if (codec instanceof VariantType) {
    collect(codec.select(value), value, path, paths);
  } else if (codec instanceof ListType && Array.isArray(value)) {
    for (const item of value) collect(codec.item, item, `${path}[]`, paths);
  } else if (codec instanceof PayloadType && typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) collectField(codec, key, inner, path, paths);
  } else if (codec instanceof OpenType && typeof value === 'string' && !codec.known.includes(value)) {
    paths.add(path);
  }
};

const collectField = (
  { props: { required, optional } }: PayloadType,
  key: string,
  value: unknown,
  path: string,
  paths: Set<string>,
): void => {
  const separator = path === '' ? '' : '.';
  if (Object.hasOwn(required, key)) collect(required[key], value, `${path}${separator}${key}`, paths);
  else if (Object.hasOwn(optional, key)) collect(optional[key], value, `${path}${separator}${key}`, paths);
  else if (paths.size < mostPaths)
    paths.add(isPlain.test(key) ? `${path}${separator}${key}` : `${path}[${quoted(key)}]`);
};

/** The names in Tencent's bodies look like this. */
const isPlain = new RegExp(`^[A-Za-z_]\\w{0,${longestKey - 1}}$`);

/** The key in quotes. Everything but printable ASCII is escaped, so that no terminal and no log file interprets it. */
const quoted = (key: string): string => {
  const start = key.length > longestKey ? `${key.slice(0, longestKey)}…` : key;
  return JSON.stringify(start).replaceAll(
    /[^ -~…]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
};
