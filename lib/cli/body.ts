import { readFileSync } from 'node:fs';
import { parseLossless } from '../delivery/json';
import type { Io } from './io';
import { Usage } from './usage';

/** Reads what `--data` gives: JSON, `@` and a file, or `-` for the standard input. */
export const readData = async (data: string, io: Io): Promise<string> => {
  if (data === '-') return io.stdin();
  if (!data.startsWith('@')) return data;
  try {
    return readFileSync(data.slice(1), 'utf8');
  } catch (error) {
    throw new Usage(`--data: ${(error as Error).message}.`);
  }
};

/**
 * The body with fields set: `GiftWater.Coins=9000`, `MemberList.0.Member_Account=ann`. What is not JSON is a string.
 * Integers of any length stay, digit for digit, the integers they are.
 */
export const withFields = (body: string, assignments: readonly string[]): string => {
  if (assignments.length === 0) return body;
  const changed = parse(body);
  for (const assignment of assignments) setField(changed, assignment);
  const bare = new Set(
    [body, ...assignments].flatMap((text) => text.match(/(?<=[\s:=,[]|^)-?\d{16,}(?=[\s,\]}]|$)/g) ?? []),
  );
  const isBare = (digits: string): boolean => bare.has(digits);
  return JSON.stringify(changed).replaceAll(/"(-?\d{16,})"/g, (quoted, digits: string) =>
    isBare(digits) ? digits : quoted,
  );
};

const parse = (body: string): unknown => {
  try {
    return parseLossless(body);
  } catch {
    throw new Usage('The body is not JSON, so --set cannot change it.');
  }
};

const setField = (body: unknown, assignment: string): void => {
  const [path = '', ...rest] = assignment.split('=');
  if (path === '' || rest.length === 0) throw new Usage(`Write --set key=value, not ${assignment}.`);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let holder = body;
  for (const key of keys) holder = isHolder(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined;
  if (!isHolder(holder)) throw new Usage(`The body has no place for ${path}.`);
  holder[last] = valueOf(rest.join('='));
};

const isHolder = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const valueOf = (text: string): unknown => {
  try {
    return parseLossless(text);
  } catch {
    return text;
  }
};
