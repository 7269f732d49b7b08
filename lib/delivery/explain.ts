import type * as t from 'io-ts';
import type { Issue } from './failure';
import { onOneLine, printable } from './printable';

/** A user's own codec may report as many issues as a body has items. */
const maxIssues = 100;

/**
 * Says where a decoded value differs from its codec, and what should be there. Never says the value: io-ts' own reporter
 * prints it into logs and replies, and throws on a bigint or a cycle.
 */
export const explain = (errors: t.Errors): readonly Issue[] =>
  errors.slice(0, maxIssues).map(({ context, message }) => ({
    path: pathOf(context),
    // A message of a user's own codec may quote the body.
    expected: onOneLine(message ?? context.at(-1)?.type.name ?? 'something else'),
  }));

const pathOf = (context: t.Context): string => {
  let path = '';
  for (const [depth, { key }] of context.entries()) {
    const parent = tagOf(context[depth - 1]);
    // An intersection or union numbers its members: those keys are not in the body. The body's own key is empty.
    if (parent === 'IntersectionType' || parent === 'UnionType') continue;
    const shown = printable(key);
    path += parent === 'ArrayType' ? `[${shown}]` : path === '' ? shown : `.${shown}`;
  }
  return path;
};

const tagOf = (entry: t.ContextEntry | undefined): unknown => {
  const type: object | undefined = entry?.type;
  return type && '_tag' in type ? type._tag : undefined;
};

/** The first few issues in one sentence, for the acknowledgement. */
export const listIssues = (issues: readonly Issue[]): string => {
  const shown = issues
    .slice(0, 3)
    .map(({ path, expected }) => `${path === '' ? 'the whole' : path} should be ${expected}`);
  return shown.join(', ') + (issues.length > shown.length ? `, and ${issues.length - shown.length} more` : '');
};
