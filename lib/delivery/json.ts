import { isUtf8 } from 'node:buffer';
import * as E from 'fp-ts/Either';
import { createFailure, type Failure } from './failure';

/** Parses strict JSON in strict UTF-8; integers beyond 2^53 become strings of their digits. */
export const parseBody = (bytes: Buffer): E.Either<Failure, unknown> =>
  isUtf8(bytes)
    ? E.tryCatch(
        () => (mayHoldUnsafeInteger(bytes) ? parseLossless(bytes.toString()) : JSON.parse(bytes.toString())),
        () => badJson('JSON'),
      )
    : E.left(badJson('UTF-8'));

/** Parses like `JSON.parse`, except that integers beyond 2^53 become strings of their digits. Throws what it throws. */
export const parseLossless = (text: string): unknown => JSON.parse(quoteUnsafeIntegers(text));

/** What precedes a number in JSON, besides nothing. In an account id that is a string, it is a quote or a letter. */
const beforeNumber = Buffer.from(' \t\r\n:,[-');

/**
 * Whether there are sixteen digits in a row, as 2^53 has, where a number may stand. Sixteen in a row cover one of every
 * sixteen bytes, so only those are checked. It checks bytes, because reading the characters of a string is slower in V8.
 */
const mayHoldUnsafeInteger = (bytes: Buffer): boolean => {
  // Stryker disable next-line EqualityOperator: behind the end there is no byte.
  for (let at = 15; at < bytes.length; at += 16) {
    // Stryker disable next-line ConditionalExpression: to look back from here only takes time.
    if (!isDigit(bytes[at])) continue;
    let start = at;
    while (isDigit(bytes[start - 1])) start--;
    while (isDigit(bytes[at])) at++;
    const before = bytes[start - 1];
    // Stryker disable next-line ArithmeticOperator,ConditionalExpression,LogicalOperator: to quote what needs no quotes only takes time.
    if (at - start >= 16 && (before === undefined || beforeNumber.includes(before))) return true;
  }
  // Stryker disable next-line BooleanLiteral: to quote what needs no quotes only takes time.
  return false;
};

/** Behind either end there is no code, and no digit. */
const isDigit = (code = Number.NaN): boolean => code >= 0x30 && code <= 0x39;

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/**
 * Puts quotes around integers beyond 2^53. JSON allows a string wherever it allows a number, so `JSON.parse` refuses the
 * result exactly where it refuses the text; the one exception, a key, is left alone. One pass, without recursion.
 */
const quoteUnsafeIntegers = (text: string): string => {
  let result = '';
  let copied = 0;
  // Stryker disable next-line EqualityOperator: behind the end there is no character.
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) === quote) {
      at = endOfString(text, at);
    } else if (isNumberPart(text.charCodeAt(at))) {
      const start = at;
      while (isNumberPart(text.charCodeAt(at + 1))) at++;
      const number = text.slice(start, at + 1);
      if (isUnsafeInteger(number) && !isKey(text, at + 1)) {
        result += `${text.slice(copied, start)}"${number}"`;
        copied = at + 1;
      }
    }
  }
  return result + text.slice(copied);
};

const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  // Stryker disable next-line EqualityOperator: behind the end there is no character.
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at;
};

/** Digits, and what else a JSON number is made of: `+ - . E e`. */
const isNumberPart = (code: number): boolean =>
  isDigit(code) || code === 0x2d || code === 0x2e || code === 0x2b || code === 0x45 || code === 0x65;

const isUnsafeInteger = (number: string): boolean =>
  // Stryker disable next-line ConditionalExpression: shorter integers are safe; to ask for their length first saves time.
  number.length >= 16 && /^-?[1-9]\d+$/.test(number) && !Number.isSafeInteger(Number(number));

/** A bare number before a colon is malformed JSON; with quotes it would become a valid key. */
const isKey = (text: string, end: number): boolean => {
  let at = end;
  while (text.charCodeAt(at) <= 0x20) at++;
  return text.charCodeAt(at) === colon;
};

const badJson = (encoding: 'UTF-8' | 'JSON'): Failure => createFailure('bad-json', `The body is not ${encoding}.`);
