import { isLeft } from 'fp-ts/Either';
import { catalogue, undocumentedPaths } from '../commands';
import { explain } from '../delivery/explain';
import { parseLossless } from '../delivery/json';

/** How often something was found, and in which line first. */
export interface Count {
  count: number;
  readonly firstLine: number;
}

/** What was found in the bodies of one command. */
export interface Row {
  /** `unknown` if the catalogue has no such command, `unreadable` if the lines are not JSON. */
  readonly kind: 'after' | 'before' | 'unknown' | 'unreadable';
  bodies: number;
  refused: number;
  /** What is wrong, without values. */
  readonly refusals: Map<string, Count>;
  /** The undocumented paths. */
  readonly undocumented: Map<string, Count>;
}

/** The most rows, and the most findings of a row: whoever sent the bodies chose their commands and keys. */
const mostRows = 200;
const mostFindings = 100;

const commands = new Map(
  Object.entries(catalogue).flatMap(([name, command]) =>
    [name, ...(command.aliases ?? [])].map((alias) => [alias, { name, command }] as const),
  ),
);

/** Adds what is found in the body of one line. */
export const addBody = (rows: Map<string, Row>, text: string, line: number): void => {
  const body = bodyIn(text);
  if (body === undefined) {
    const row = rowOf(rows, '(no JSON)', 'unreadable');
    row.bodies += 1;
    row.refused += 1;
    return add(row.refusals, ['not JSON'], line);
  }
  const named = commandOf(body);
  const known = named === undefined ? undefined : commands.get(named);
  if (!known) return void (rowOf(rows, named ?? '(no command)', 'unknown').bodies += 1);

  const { codec, kind } = known.command;
  const decoded = codec.decode(body);
  const row = rowOf(rows, known.name, kind);
  row.bodies += 1;
  if (isLeft(decoded)) {
    row.refused += 1;
    add(row.refusals, explain(decoded.left).map(sentenceOf), line);
  }
  add(row.undocumented, undocumentedPaths(codec, body), line);
};

/** The index of an item would make every item a finding of its own. */
const sentenceOf = ({ path, expected }: { readonly path: string; readonly expected: string }): string =>
  `${path === '' ? 'the body' : path.replaceAll(/\[\d+\]/g, '[]')} should be ${expected}`;

const rowOf = (rows: Map<string, Row>, command: string, kind: Row['kind']): Row => {
  const shown = command.length > 100 ? `${command.slice(0, 100)}…` : command;
  const name = rows.has(shown) || rows.size < mostRows ? shown : '(other commands)';
  const row = rows.get(name) ?? { kind, bodies: 0, refused: 0, refusals: new Map(), undocumented: new Map() };
  rows.set(name, row);
  return row;
};

const add = (counts: Map<string, Count>, findings: readonly string[], line: number): void => {
  for (const finding of findings) {
    const earlier = counts.get(finding);
    if (earlier) earlier.count += 1;
    else if (counts.size < mostFindings) counts.set(finding, { count: 1, firstLine: line });
  }
};

/** The body in a line: the line itself, or the `body` of a recorded request. `undefined` if it is not JSON. */
const bodyIn = (text: string): unknown => {
  const value = parse(text);
  if (!isObject(value) || 'CallbackCommand' in value || !('body' in value)) return value;
  const body = typeof value['body'] === 'string' ? parse(value['body']) : value['body'];
  // As in the middleware, the command in the URL counts if the body names none.
  const command = typeof value['path'] === 'string' && isObject(body) ? urlCommand(value['path']) : undefined;
  return command === undefined ? body : { CallbackCommand: command, ...(body as object) };
};

const parse = (text: string): unknown => {
  try {
    return parseLossless(text);
  } catch {
    return undefined;
  }
};

const urlCommand = (path: string): string | undefined =>
  new URLSearchParams(path.slice(path.indexOf('?') + 1)).get('CallbackCommand') ?? undefined;

const commandOf = (body: unknown): string | undefined =>
  isObject(body) && typeof body['CallbackCommand'] === 'string' ? body['CallbackCommand'] : undefined;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
