/**
 * Characters that a terminal obeys, that reorder text, or that cannot be seen: all control characters, line breaks
 * among them; all format characters, such as the bidirectional overrides; line and paragraph separators; half pairs.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Makes a text safe to print as one line of a terminal: each invisible character becomes a visible escape, such as
 * `\u001b`. The escapes are JSON's, so a line of JSON stays JSON and keeps its meaning.
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
