/** A character of a text as a reader sees it, and what it is compared as. */
interface Character {
  readonly original: string;
  readonly folded: string;
}

const ignorable = /\p{Default_Ignorable_Code_Point}/gu;
const beginsWithMark = /^\p{Mark}/u;

/**
 * A text as it is compared: in Unicode's form NFKC, without differences of case, and without characters that are not
 * shown. This is what Unicode calls a compatibility caseless match (The Unicode Standard, section 3.13).
 */
export const fold = (text: string): string =>
  // Upper case after lower case takes ẞ, ß and ss for one, and gives a sigma at a word's end no form of its own.
  text.replaceAll(ignorable, '').normalize('NFKC').toLowerCase().toUpperCase().normalize('NFKC');

/**
 * The characters of a text, each with its folded form; all folded forms together are `fold(text)`. Folding may join
 * characters, so those that it would join with the one before are one here.
 */
export const foldCharacters = (text: string): readonly Character[] =>
  splitCharacters(text).map((original) => ({ original, folded: fold(original) }));

const splitCharacters = (text: string): readonly string[] => {
  const characters: string[] = [];
  let before: string | undefined;
  for (const codePoint of text) {
    if (before !== undefined && belongsTo(before, codePoint)) {
      before += codePoint;
      characters[characters.length - 1] = before;
    } else {
      before = codePoint;
      characters.push(before);
    }
  }
  return characters;
};

/** The cheap questions come first: a text may be one letter with thousands of marks. */
const belongsTo = (before: string, codePoint: string): boolean => {
  const folded = fold(codePoint);
  return (
    folded === '' ||
    beginsWithMark.test(codePoint) ||
    // Some letters fold to marks, such as the half-width sound marks of kana.
    beginsWithMark.test(folded) ||
    fold(before + codePoint) !== fold(before) + folded
  );
};
