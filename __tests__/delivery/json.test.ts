import { fc, test } from '@fast-check/jest';
import { parse } from 'lossless-json';
import { parseBody, parseLossless } from '../../lib/delivery/json';

const attempt = (parser: (text: string) => unknown, text: string): unknown => {
  try {
    return { parsed: parser(text) };
  } catch {
    return 'refused';
  }
};

/** Parses a text as it comes over the wire; throws for what is no JSON. */
const parseBytes = (text: string): unknown => {
  const parsed = parseBody(Buffer.from(text));
  if (parsed._tag === 'Left') throw new SyntaxError(parsed.left.message);
  return parsed.right;
};

const beyond = fc.oneof(
  fc.bigInt({ min: 2n ** 53n, max: 10n ** 40n }),
  fc.bigInt({ min: -(10n ** 40n), max: -(2n ** 53n) }),
);

describe.each([
  ['lossless JSON', parseLossless],
  ['the bytes of lossless JSON', parseBytes],
])('%s', (_what, parseExactly) => {
  test.prop([fc.json(), fc.constantFrom('', ' ', '\n\t')])('is JSON.parse where that is exact', (text, space) => {
    fc.pre(!/\d{16}/.test(text));
    expect(parseExactly(space + text + space)).toEqual(JSON.parse(text));
  });

  test.prop([fc.double({ noNaN: true, noDefaultInfinity: true })])('is JSON.parse for every double', (number) => {
    const text = `{"n":[${JSON.stringify(number)}]}`;
    fc.pre(!Number.isInteger(number) || Number.isSafeInteger(number) || text.includes('e'));
    expect(parseExactly(text)).toEqual(JSON.parse(text));
  });

  test.prop([fc.maxSafeInteger()])('keeps integers that a double holds numbers', (number) => {
    expect(parseExactly(`[${number}]`)).toEqual([number]);
  });

  test.prop([beyond, fc.string(), fc.json()])('keeps every digit of integers beyond 2^53', (integer, text, rest) => {
    const [a, , b, , c] = parseExactly(
      `[${integer}, ${JSON.stringify(text)},{"id":${integer}},${rest} ,${integer}\n]`,
    ) as unknown[];
    expect([a, b, c]).toEqual([String(integer), { id: String(integer) }, String(integer)]);
  });

  test.prop([fc.string(), beyond])('leaves digits in strings and keys alone', (text, integer) => {
    const value = { [`${text}:${integer},`]: `${text}\\",${integer},"`, [`${integer}`]: `[${integer}]` };
    expect(parseExactly(JSON.stringify(value))).toEqual(value);
  });

  test.prop([
    fc.string({
      unit: fc.constantFrom(
        '9',
        '90071992547409930',
        '0',
        '-',
        '.',
        'e',
        '"',
        '\\',
        ':',
        ',',
        '[',
        ']',
        '{',
        '}',
        ' ',
        'a',
      ),
    }),
  ])('refuses exactly what JSON.parse refuses', (text) => {
    expect(attempt(parseExactly, text) === 'refused').toBe(attempt(JSON.parse, text) === 'refused');
  });

  test.prop([fc.json({ noUnicodeString: false })])('agrees with a library made for this', (text) => {
    const parseNumber = (digits: string): unknown =>
      /^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits)) ? digits : Number(digits);
    const expected = attempt((json) => parse(json, null, { parseNumber }), text);
    // The library refuses what JSON.parse lets the last one win: a key given twice.
    fc.pre(expected !== 'refused');
    expect(attempt(parseExactly, text)).toEqual(expected);
  });

  it.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['-9007199254740993', '-9007199254740993'],
    ['144115233775727695', '144115233775727695'],
    ['9007199254740993.0', 9007199254740992],
    ['9007199254740993e0', 9007199254740992],
    ['0.12345678901234567', Number('0.12345678901234567')],
  ])('reads %s as %p', (text, value) => {
    expect(parseExactly(`{"v":${text}}`)).toEqual({ v: value });
  });

  it.each([
    ['9007199254740993', '9007199254740993'],
    [' 9007199254740993', '9007199254740993'],
    ['\t-9007199254740993\n', '-9007199254740993'],
    ['[ 1E9007199254740993,1e+9007199254740993,1e-9007199254740993]', [Infinity, Infinity, 0]],
    ['[ 9007199254740993 ]', ['9007199254740993']],
    ['[1,9007199254740993,\r\n9007199254740993]', [1, '9007199254740993', '9007199254740993']],
    ['{"v": 9007199254740993}', { v: '9007199254740993' }],
    ['{"v":\n9007199254740993}', { v: '9007199254740993' }],
    ['{"v":-9007199254740993}', { v: '-9007199254740993' }],
    ['{"a":"\\"","v":9007199254740993}', { a: '"', v: '9007199254740993' }],
    ['{"a":"\\\\","v":9007199254740993}', { a: '\\', v: '9007199254740993' }],
    ['{"a":"x: 9007199254740993","v": 9007199254740993}', { a: 'x: 9007199254740993', v: '9007199254740993' }],
    ['[1000000000000000,1e16,1E+16,12345678901234567e-1]', [1e15, 1e16, 1e16, Number('1234567890123456.7')]],
  ])('reads the whole text %j', (text, value) => {
    expect(parseExactly(text)).toEqual(value);
  });

  it.each([
    '{9007199254740993:1}',
    '{9007199254740993 :1}',
    '{ 9007199254740993 :1}',
    '{ 9007199254740993\n\t:1}',
    '{"a":1,9007199254740993\r:1}',
    '[09007199254740993]',
    '[-]',
    '[9007199254740993 9007199254740993]',
    '["9007199254740993]',
    '{"v":9007199254740993',
    '[--9007199254740993]',
    '[+9007199254740993]',
  ])('refuses %j, as JSON.parse does', (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(() => parseExactly(text)).toThrow(SyntaxError);
  });

  it('does not run out of stack, however deep the text nests', () => {
    const depth = 200_000;
    expect(() => parseExactly(`${'['.repeat(depth)}9007199254740993${']'.repeat(depth)}`)).not.toThrow();
  });
});

describe('a body', () => {
  it('is parsed digit for digit', () => {
    expect(parseBody(Buffer.from('{"Member_Account":144115233775727695,"Name":"直播"}'))).toEqual({
      _tag: 'Right',
      right: { Member_Account: '144115233775727695', Name: '直播' },
    });
  });

  it.each([
    ['JSON', Buffer.from('{')],
    ['UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    // A surrogate, which UTF-8 does not allow to be encoded.
    ['UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ])('is refused when it is not %s', (encoding, bytes) => {
    expect(parseBody(bytes)).toMatchObject({
      _tag: 'Left',
      left: { type: 'bad-json', code: 400, message: expect.stringMatching(`^The body is not ${encoding}\\. `) },
    });
  });
});
