import { AhoCorasick } from '@monyone/aho-corasick';
import { fold, foldCharacters } from './fold';

/** Finds the words of a list in a text, wherever they stand in it. */
export interface Matcher {
  readonly words: number;
  isMatch(text: string): boolean;
  /** The text with a star for each of its characters that is part of a word. */
  mask(text: string): string;
}

export const createMatcher = (words: Iterable<string>): Matcher => {
  const folded = new Set([...words].map(fold).filter((word) => word !== ''));
  const automaton = new AhoCorasick([...folded]);
  // Not `hasKeywordInText`: it reads by code points what was built by UTF-16 code units, and so misses emoji.
  const matchesIn = (foldedText: string) => automaton.matchInText(foldedText);

  return {
    words: folded.size,
    isMatch: (text) => matchesIn(fold(text)).length > 0,
    mask: (text) => {
      const characters = foldCharacters(text);
      const isCovered = coverage(matchesIn(characters.map((character) => character.folded).join('')));
      let at = 0;
      return characters
        .map((character) => {
          const start = at;
          at += character.folded.length;
          return isCovered(start, at) ? '*' : character.original;
        })
        .join('');
    },
  };
};

/** Whether a part of the text overlaps one of the matches. It is asked from the text's start to its end. */
const coverage = (matches: readonly { readonly begin: number; readonly end: number }[]) => {
  const spans = matches.toSorted((one, other) => one.begin - other.begin);
  let next = 0;
  let coveredTo = 0;
  return (start: number, end: number): boolean => {
    for (let span = spans[next]; span && span.begin < end; span = spans[++next]) {
      coveredTo = Math.max(coveredTo, span.end);
    }
    return start < end && coveredTo > start;
  };
};
