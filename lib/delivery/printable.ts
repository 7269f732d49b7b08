const maxLength = 100;

/**
 * A name that the sender of a request chose, safe to print into logs and terminals: ASCII, on one line and of bounded
 * length.
 */
export const printable = (name: string): string => {
  const cut = name.length > maxLength ? `${name.slice(0, maxLength)}...` : name;
  return cut.replaceAll(/[^ !#-[\]-~]/gu, escape);
};

/** A text of any language on one line, without characters that move a terminal's cursor or turn its text around. */
export const onOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escape);

// Stryker disable next-line OptionalChaining: a character has a code point.
const escape = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`;
