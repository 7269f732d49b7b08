/**
 * Matches characters that control a terminal, reorder text or are invisible: all control characters including line
 * breaks, all format characters including the bidirectional overrides, the line and paragraph separators, and unpaired
 * surrogates.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Makes a text safe to print as one line of a terminal: replaces each such character with a visible escape, such as
 * `\u001b`. The escapes are those of JSON, so a line of JSON keeps its meaning.
 */
export const escapeInvisible = (text: string): string =>
  text.replaceAll(invisible, (character) =>
    Array.from({ length: character.length }, (_, index) => escapeOf(character.charCodeAt(index))).join(''),
  );

const shortEscapes: ReadonlyMap<number, string> = new Map([
  [0x09, String.raw`\t`],
  [0x0a, String.raw`\n`],
  [0x0d, String.raw`\r`],
]);

const escapeOf = (unit: number): string =>
  shortEscapes.get(unit) ?? String.raw`\u${unit.toString(16).padStart(4, '0')}`;
