import { fc, test as propertyTest } from '@fast-check/jest';
import { fold, foldCharacters } from '../../example-app/src/moderation/fold';
import { createMatcher } from '../../example-app/src/moderation/matcher';
import { holdsWord, maskWords } from '../../example-app/src/moderation/rules';

const text = (Text: string) => ({ MsgType: 'TIMTextElem', MsgContent: { Text } });
const face = { MsgType: 'TIMFaceElem', MsgContent: { Index: 1 } };

describe('a word of the list', () => {
  test.each([
    ['in another case', 'spam', 'buy SpAm now'],
    ['in full width', 'spam', 'ＳＰＡＭ'],
    ['as a ligature', 'fish', 'ﬁsh'],
    ['with ß for ss', 'STRASSE', 'straße'],
    ['with a capital ẞ', 'straße', 'STRAẞE'],
    ['with a sigma that ends a word', 'ΟΔΟΣ', 'οδος'],
    ['with a sigma that ends no word any more', 'οδος', 'ΟΔΟΣΑΝ'],
    ['with a letter and its mark apart', 'café', 'cafe\u0301'],
    ['with a zero-width space in it', 'spam', 'sp\u200Bam'],
    ['with a soft hyphen in it', 'spam', 'sp\u00ADam'],
    ['between Chinese characters', '红包', '领红包吧'],
    ['of half-width kana', 'ガ', 'ｶﾞ'],
    ['as an emoji', '💩', 'you 💩!'],
    ['inside another word', 'spam', 'antispammer'],
  ])('is found %s', (_how, word, message) => {
    expect(createMatcher([word]).isMatch(message)).toBe(true);
  });

  test.each([
    ['a part of it', 'spam', 'spa m'],
    ['another mark', 'cafe', 'caf\u00E9'],
    ['nothing', 'spam', ''],
  ])('is not found in %s', (_what, word, message) => {
    expect(createMatcher([word]).isMatch(message)).toBe(false);
  });

  test('that is blank, or only of characters that are not shown, is none', () => {
    expect(createMatcher(['', '\u200B', 'spam']).words).toBe(1);
    expect(createMatcher(['', '\u200B']).isMatch('anything')).toBe(false);
  });
});

describe('a masked text', () => {
  test.each([
    ['buy SPAM now', ['spam'], 'buy **** now'],
    ['领红包吧', ['红包'], '领**吧'],
    ['straße 1', ['STRASSE'], '****** 1'],
    ['ﬁsh', ['fish'], '***'],
    ['ﬁsh', ['ish'], '***'],
    ['cafe\u0301!', ['café'], '****!'],
    ['sp\u200Bam', ['spam'], '****'],
    ['ｶﾞﾗｽ', ['ガ'], '*ﾗｽ'],
    ['각각', ['각'], '**'],
    ['ㄱㅏ나', ['가'], '*나'],
    ['👍💩👍', ['💩'], '👍*👍'],
    ['abcd', ['abc', 'bcd'], '****'],
    ['ababab', ['aba'], '*****b'],
    ['asshole', ['ass', 'asshole'], '*******'],
    ['İspam', ['spam'], 'İ****'],
    ['i\u0307ßspam', ['spam'], 'i\u0307ß****'],
    ['\u200Bspam', ['spam'], '\u200B****'],
    ['nothing here', ['spam'], 'nothing here'],
  ])('%j with the words %j is %j', (original, words, masked) => {
    expect(createMatcher(words).mask(original)).toBe(masked);
  });

  propertyTest.prop([fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 1, maxLength: 3 })], {
    numRuns: 2000,
  })('holds no word any more, whatever the text and the word', (message, word) => {
    const matcher = createMatcher([word]);
    const masked = matcher.mask(message + word + message);
    fc.pre(!matcher.isMatch('*'));
    expect(matcher.isMatch(masked)).toBe(false);
  });
});

/** Characters that folding joins, splits or drops are rare among all, so they are drawn more often. */
const difficult = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      'ß',
      'ẞ',
      'İ',
      'ı',
      'ſ',
      'Σ',
      'ς',
      'ﬁ',
      'ﾞ',
      'ﾟ',
      'ｶ',
      'ﾡ',
      'ￂ',
      'ㄱ',
      'ㅏ',
      'ㄴ',
      'ᄀ',
      'ᅡ',
      'ᆨ',
      '가',
      '각',
    ),
    fc.constantFrom('a', '\u0301', '\u0327', '\u0307', '\u0345', '\u200D', '\u3164'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

propertyTest.prop([difficult], { numRuns: 5000 })('a text folds to what its characters fold to', (original) => {
  const characters = foldCharacters(original);
  expect(characters.map((character) => character.original).join('')).toBe(original);
  expect(characters.map((character) => character.folded).join('')).toBe(fold(original));
});

describe('a message', () => {
  const matcher = createMatcher(['spam']);

  test('is masked in its texts, and keeps its other elements and fields', () => {
    const body = [text('buy spam'), face, { ...text('ok'), Extra: 1 }];
    expect(maskWords(matcher, body)).toEqual([text('buy ****'), face, { ...text('ok'), Extra: 1 }]);
  });

  test('that spreads a word over two texts holds it, and cannot be masked', () => {
    const body = [text('buy sp'), face, text('am')];
    expect(holdsWord(matcher, body)).toBe(true);
    expect(maskWords(matcher, body)).toBeUndefined();
  });

  test('without text holds no word', () => {
    expect(holdsWord(matcher, [face, { MsgType: 'TIMTextElem', MsgContent: { Text: 5 } }])).toBe(false);
  });
});

/** Milliseconds, the least of many times: the others are also those of what else the machine does. */
const timeOf = (work: () => unknown, length = 51): number => {
  const times = Array.from({ length }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
};

test('10,000 words cost less than a millisecond for a message, also for the longest that Chat sends', () => {
  const matcher = createMatcher(Array.from({ length: 10_000 }, (_, index) => `word${index.toString(36)}`));
  // 12 KiB of UTF-8, full of beginnings of words.
  for (const message of ['wor wo word '.repeat(1024), '弹幕消息'.repeat(1024), 'hello there']) {
    expect(timeOf(() => matcher.isMatch(message), 501)).toBeLessThan(1);
  }
});

test('the time to mask a message grows with its length, also of one letter with thousands of marks', () => {
  const matcher = createMatcher(['spam']);
  for (const part of ['a\u0301\u0327', 'spam', '弹幕消息', '\u0301']) {
    const [short, long] = [part.repeat(200), part.repeat(2000)];
    expect(timeOf(() => matcher.mask(long)) / timeOf(() => matcher.mask(short))).toBeLessThan(40);
  }
});
