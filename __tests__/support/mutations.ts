import fc from 'fast-check';

type Path = readonly (string | number)[];

/** The path of every value in a body. The path of an object comes before the paths of its members. */
const pathsIn = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => {
        const place = [...path, Array.isArray(value) ? Number(key) : key];
        return [place, ...pathsIn(inner, place)];
      })
    : [];

/** A number as it is written in a JSON text, which a JavaScript number may be unable to hold. */
const literal = (text: string): string => `\u0000${text}`;

/** The JSON text of a value with literals in it. */
export const wireText = (value: unknown): string => JSON.stringify(value).replaceAll(/"\\u0000([^"]*)"/g, '$1');

/** The JSON text with its unsafe integers as literals, so that they survive being parsed and written again. */
export const withLiterals = (text: string): unknown =>
  JSON.parse(text.replaceAll(/(?<=[:[]\s*)-?\d{16,}(?=\s*[,\]}])/g, (digits) => JSON.stringify(literal(digits))));

const digits = fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String);
const nearTheEdge = fc.integer({ min: -3, max: 3 }).map((offset) => 2n ** 53n + BigInt(offset));

/** Values of every JSON type, many of them at the edge of what some field accepts. */
const value = fc.oneof(
  fc.constantFrom(null, true, false, '', '0', 0, -1, 1.5, 1e15, [], {}, [{}], [null], 'Online', 'add', 0.1),
  fc.constantFrom('@', '-5', '1.5', '1e3', ' 1', '１', '9000000000000000', '8999999999999999', '0'.repeat(30)),
  fc.constantFrom('1.0', '1e3', '100e-2', '-0', '1e400').map(literal),
  fc.constantFrom(2, 3, 301, 302, 304, 307, 308, 309, 310, 311, 312, 801, 805),
  digits,
  digits.map(literal),
  nearTheEdge.map(String),
  nearTheEdge.map((edge) => literal(String(edge))),
  fc.integer(),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
);

const change = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'repeat', 'wrap'),
  key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'Status', 'LeaveCode', 'EventTime')),
  value,
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

/** One to three changes of a body, whichever body it is. */
export const changes = fc.array(change, { minLength: 1, maxLength: 3 });

/** The JSON text of the body after the changes. */
export const mutated = (body: unknown, list: readonly Change[]): string => {
  const copy = { body: structuredClone(body) };
  for (const one of list) apply(copy, one);
  return wireText(copy.body);
};

const apply = (root: { body: unknown }, { at, kind, key, value: drawn }: Change): void => {
  // A copy, because several changes may draw the same object, and one could put it into itself.
  const replacement: unknown = structuredClone(drawn);
  const paths = pathsIn(root);
  const path = paths[at % paths.length]!;
  const holder = path.slice(0, -1).reduce<unknown>((inner, step) => (inner as never)[step], root) as Record<
    string | number,
    unknown
  >;
  const last = path.at(-1)!;
  const current = holder[last];
  if (kind === 'remove' && path.length > 1) {
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else delete holder[last];
  } else if (kind === 'add' && typeof current === 'object' && current !== null) {
    if (Array.isArray(current)) current.push(replacement);
    else
      Object.defineProperty(current, key, { value: replacement, enumerable: true, configurable: true, writable: true });
  } else if (kind === 'repeat' && Array.isArray(current)) current.push(structuredClone(current[0] ?? replacement));
  else if (kind === 'wrap') holder[last] = [current];
  else holder[last] = replacement;
};
