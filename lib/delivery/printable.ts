const maxLength = 100;

/**
 * A name that the sender of a request chose, safe to print into logs and terminals: ASCII, on one line and of bounded
 * length.
 */
export const printable = (name: string): string => {
  const cut = name.length > maxLength ? `${name.slice(0, maxLength)}...` : name;
  return cut.replaceAll(/[^ !#-[\]-~]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
};
