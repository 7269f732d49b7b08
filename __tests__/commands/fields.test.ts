import { isRight } from 'fp-ts/Either';
import * as t from 'io-ts';
import { catalogue } from '../../lib/commands';
import type { Command } from '../../lib/commands/command';
import { id, integer, list, oneOf, OpenType, open, payload, ScalarType, timestamp } from '../../lib/commands/fields';
import { ListType, PayloadType, type Field } from '../../lib/commands/payload';
import { VariantType } from '../../lib/commands/variants';

/** The tags of the codecs without parts. */
const leaves = ['StringType', 'BooleanType', 'UnknownType', 'AnyDictionaryType', 'KeyofType', 'ScalarType', 'OpenType'];

/** What a codec consists of, as far as tools can find out. */
const partsOf = (codec: Field): readonly Field[] => {
  if (codec instanceof PayloadType) return Object.values({ ...codec.props.required, ...codec.props.optional });
  if (codec instanceof ListType) return [codec.item];
  if (codec instanceof VariantType) return [codec.base, ...codec.cases.values()];
  return [];
};

const walk = (codec: Field): readonly Field[] => [codec, ...partsOf(codec).flatMap(walk)];

describe.each(Object.entries<Command>(catalogue))('the codec of %s', (_name, { codec }) => {
  const found = walk(codec as Field);

  it('can be walked by tools, down to its scalars', () => {
    const ends = found.filter((one) => partsOf(one).length === 0);
    expect(ends.length).toBeGreaterThan(0);
    for (const end of ends) expect(leaves).toContain((end as Field & { readonly _tag: string })._tag);
  });

  it('says what the body may hold in each scalar, and which words are known', () => {
    const scalars = found.filter((one) => one instanceof ScalarType);
    expect(scalars.filter(({ wire }) => Object.keys(wire).length === 0)).toEqual([]);
    const words = found.filter((one) => one instanceof OpenType);
    expect(words.filter(({ known }) => known.length === 0)).toEqual([]);
  });
});

it('a payload carries its required and its optional fields', () => {
  const codec = payload('Person', { name: t.string }, { nickname: t.string });
  expect(codec.props).toEqual({ required: { name: t.string }, optional: { nickname: t.string } });
  expect(payload('Person', { name: t.string }).props.optional).toEqual({});
});

it('a payload keeps a key called __proto__ as a key', () => {
  const codec = payload('Person', { EventTime: timestamp });
  const decoded = codec.decode(JSON.parse('{"EventTime":"1","__proto__":{"isAdmin":true}}'));
  if (!isRight(decoded)) throw new Error('It does not decode.');
  expect(Object.keys(decoded.right)).toEqual(['EventTime', '__proto__']);
  expect(decoded.right).not.toHaveProperty('isAdmin');
});

describe('what an object decodes to', () => {
  const codec = payload('Visit', { Time: timestamp, Account: id, Whatever: t.unknown }, { Left: timestamp });

  it('is the object itself where there is nothing to convert', () => {
    const input = { Time: 1, Account: 'a', Whatever: 1, More: 2 };
    const decoded = codec.decode(input);
    expect(isRight(decoded) && decoded.right).toBe(input);
  });

  it('is otherwise a copy with everything converted, and with no key that was not there', () => {
    const input = Object.freeze({ More: 2, Account: 7, Time: '1' });
    expect(codec.decode(input)).toStrictEqual({ _tag: 'Right', right: { More: 2, Account: '7', Time: 1 } });
    expect(input).toEqual({ More: 2, Account: 7, Time: '1' });
    expect(codec.decode({ ...input, Left: '3' })).toMatchObject({ right: { Left: 3 } });
  });

  it.each([null, undefined, 'text', 7, [], [{ Time: 1, Account: 'a' }]])('is nothing for %j', (input) => {
    expect(isRight(codec.decode(input))).toBe(false);
    expect(codec.is(input)).toBe(false);
  });

  it('is nothing where a field is wrong, or optional and null', () => {
    for (const wrong of [{ Time: 'x' }, { Account: null }, { Left: null }]) {
      const input = { Time: 1, Account: 'a', ...wrong };
      expect([isRight(codec.decode(input)), codec.is(input)]).toEqual([false, false]);
    }
  });
});

describe('what a list decodes to', () => {
  it('is the list itself where there is nothing to convert, and otherwise a copy', () => {
    const input = ['a', 'b'];
    const decoded = list(id).decode(input);
    expect(isRight(decoded) && decoded.right).toBe(input);
    expect(list(id).decode(Object.freeze(['a', 7]))).toStrictEqual({ _tag: 'Right', right: ['a', '7'] });
  });

  it.each([null, 'text', { 0: 'a', length: 1 }, ['a', null]])('is nothing for %j', (input) => {
    expect(isRight(list(id).decode(input))).toBe(false);
    expect(list(id).is(input)).toBe(false);
  });
});

describe('a field that depends on another', () => {
  const codec = new VariantType('V', {
    key: 'Type',
    cases: new Map<unknown, Field>([[1, integer]]),
    build: (dependent) => payload('Body', { Type: integer, Value: dependent }),
  });

  it.each([
    [{ Type: 1, Value: 2 }, true],
    [{ Type: 1, Value: 'text' }, false],
    // There is no such case, so the value may be anything.
    [{ Type: 2, Value: 'text' }, true],
    [{ Type: 'x', Value: 2 }, false],
    [null, false],
    [[], false],
  ])('decides about %j: %p', (body, isRightBody) => {
    expect([codec.is(body), isRight(codec.decode(body))]).toEqual([isRightBody, isRightBody]);
  });
});

it('a scalar says in JSON Schema what a body may hold', () => {
  // 2^53 - 1 is the largest integer up to which a double holds every one.
  const safe = { minimum: -9007199254740991, maximum: 9007199254740991 };
  expect(integer.wire).toEqual({ type: 'integer', ...safe });
  expect(id.wire).toEqual({ type: ['string', 'integer'] });
  expect(timestamp.wire).toEqual({ type: ['integer', 'string'], ...safe, pattern: expect.stringMatching(/^\^.*\$$/) });
  expect(oneOf('1 or 2', [1, 2]).wire).toEqual({ type: 'integer', enum: [1, 2] });
});

it('a list gives its items, a word its known words', () => {
  expect(open('Enter', 'Leave').known).toEqual(['Enter', 'Leave']);
  expect(new ListType(t.string).item).toBe(t.string);
});

describe('a time', () => {
  it.each([
    [1670574414123, 1670574414123],
    ['1670574414123', 1670574414123],
    ['0', 0],
    ['0001670574414123', 1670574414123],
    ['8999999999999999', 8999999999999999],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ])('of %j is read', (wire, time) => {
    expect(timestamp.decode(wire)).toEqual({ _tag: 'Right', right: time });
  });

  it.each(['9007199254740993', '9000000000000000', '', '-1', '1.5', '1e3', ' 1', 1.5, 2 ** 53, ['1'], null])(
    'of %j is refused',
    (wire) => expect(isRight(timestamp.decode(wire))).toBe(false),
  );
});
