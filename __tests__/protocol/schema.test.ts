import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fc, test } from '@fast-check/jest';
import { isRight } from 'fp-ts/Either';
import * as t from 'io-ts';
import { catalogue, type CommandName } from '../../lib/commands';
import type { Command } from '../../lib/commands/command';
import { parseLossless } from '../../lib/delivery/json';
import { bodySchema } from '../../lib/protocol/json-schema';
import { commands, commandSchema, namesOf, schemaFiles, webhookSchema } from '../../lib/protocol/schema-files';
import { samples } from '../../lib/testing/samples';
import { editions } from '../support/editions';
import { changes, mutated, wireText, withLiterals } from '../support/mutations';
import { docComments, validator } from '../support/validator';

jest.setTimeout(600_000);

const dist = resolve(__dirname, '../../dist');
const names = Object.keys(catalogue) as CommandName[];

/** The bodies as Tencent documents them, by the name of their command. */
const bodies = [
  ...names.map((name) => ({ says: `the sample of ${name}`, command: name, body: samples[name] })),
  ...editions,
];

const validators = new Map(commands.map((command) => [command[0], validator(commandSchema(command, docComments()))]));
const validateAny = validator(webhookSchema(docComments()));

const namesOfCommand = (name: string): readonly string[] => namesOf([name, catalogue[name as CommandName]]);

const hasNameOf = (command: string, body: unknown): boolean =>
  namesOfCommand(command).includes(String((body as { readonly CallbackCommand?: unknown } | null)?.CallbackCommand));

/** Whether the schema of the command accepts a parsed body. The schema of all commands has to agree. */
const accepts = (command: string, body: unknown): boolean => {
  const result = validators.get(command)!(body);
  if (hasNameOf(command, body)) expect(validateAny(body)).toBe(result);
  return result;
};

/** Whether the schema accepts a body on the wire. */
const isValid = (command: string, text: string): boolean => accepts(command, JSON.parse(text));

/** Whether the middleware decodes a body on the wire. A body of another name does not come to the command's codec. */
const decodes = (command: string, text: string): boolean => {
  const body = parseLossless(text);
  const { codec }: Command = catalogue[command as CommandName];
  return isRight(codec.decode(body)) && hasNameOf(command, body);
};

/** Whether a parsed body holds an integer beyond 2^53 as a number: one that was not written in digits. */
const holdsUnsafeInteger = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.values(value).some(holdsUnsafeInteger)
    : Number.isInteger(value) && !Number.isSafeInteger(value);

it('every command has its schema among the packed files, as the codecs and docstrings say now', () => {
  if (!existsSync(join(dist, 'schema'))) throw new Error('There is no dist/schema. Run `npm run build` first.');
  const files = schemaFiles(docComments());
  expect(readdirSync(join(dist, 'schema')).toSorted()).toEqual(
    [...names.map((name) => `${name}.json`), 'webhook.json'].toSorted(),
  );
  for (const [file, schema] of files) {
    expect(JSON.parse(readFileSync(join(dist, 'schema', file), 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
  }
});

it.each(bodies)('the schema accepts $says', ({ command, body }) => {
  expect(isValid(command, body)).toBe(true);
  expect(decodes(command, body)).toBe(true);
});

it.each(names)('codec and schema refuse %s when a field is wrong or missing, and agree about every field', (name) => {
  const body = withLiterals(samples[name]) as Record<string, unknown>;
  let refused = 0;
  const visit = (holder: Record<string, unknown>): void => {
    for (const key of Object.keys(holder)) {
      const value = holder[key];
      for (const wrong of [{ secret: 1 }, 'text', null, undefined]) {
        if (wrong === undefined) delete holder[key];
        else holder[key] = wrong;
        const text = wireText(body);
        expect([key, wrong, isValid(name, text)]).toEqual([key, wrong, decodes(name, text)]);
        if (!decodes(name, text)) refused += 1;
        holder[key] = value;
      }
      if (typeof value === 'object' && value !== null) visit(value as Record<string, unknown>);
    }
  };
  visit(body);
  expect(refused).toBeGreaterThan(Object.keys(body).length);
});

describe('codec and schema agree', () => {
  const runs = Number(process.env['MUTATIONS'] ?? 2000);
  const tally = { valid: 0, invalid: 0, lenient: 0 };

  test.prop([fc.constantFrom(...bodies), changes], { numRuns: runs })(
    `on ${runs} random mutations of the samples and editions`,
    ({ command, body }, list) => {
      const text = mutated(withLiterals(body), list);
      const lossless = parseLossless(text);
      fc.pre(!holdsUnsafeInteger(lossless));
      const decoded = decodes(command, text);
      // The codec sees the body after the JSON stage, which converts integers beyond 2^53 to strings.
      if (accepts(command, lossless) !== decoded)
        throw new Error(`The codec ${decoded ? 'decodes' : 'refuses'} ${text}`);
      // On the wire they are integers. So the schema refuses those that stand where a text belongs, and only those.
      const valid = isValid(command, text);
      const isLenient = decoded && !valid && holdsUnsafeInteger(JSON.parse(text));
      if (valid !== decoded && !isLenient) throw new Error(`The schema ${valid ? 'accepts' : 'refuses'} ${text}`);
      tally[isLenient ? 'lenient' : decoded ? 'valid' : 'invalid'] += 1;
    },
  );

  it('on mutations of which many are valid and many are not', () => {
    expect(tally.valid).toBeGreaterThan(runs / 10);
    expect(tally.invalid).toBeGreaterThan(runs / 4);
    expect(tally.lenient).toBeLessThan(runs / 20);
  });

  const seats = 'Mic.CallbackAfterSeatInfoChanged';
  const seatsWith = (key: string, json: string): string =>
    samples[seats].replace(new RegExp(`"${key}": [^,]+`), `"${key}": ${json}`);

  it.each([
    ['Member_Account', '144115233775727695', true],
    ['Member_Account', '-144115233775727695', true],
    ['Member_Account', '1.5', false],
    ['Index', '9007199254740991', true],
    ['Index', '-9007199254740991', true],
    ['Index', '9007199254740992', false],
    ['Index', '9007199254740993', false],
    ['Index', '-9007199254740992', false],
    ['Index', '1.0', true],
    ['Index', '"1"', false],
  ])('on %s %s', (key, json, expected) => {
    const text = seatsWith(key, json);
    expect(text).toContain(`"${key}": ${json}`);
    expect([decodes(seats, text), isValid(seats, text)]).toEqual([expected, expected]);
  });

  it('except for an id beyond 2^53 that is not written in digits, which no JSON Schema can refuse', () => {
    for (const json of ['1e20', '144115233775727695.0']) {
      const text = seatsWith('Member_Account', json);
      expect([decodes(seats, text), isValid(seats, text)]).toEqual([false, true]);
    }
  });

  it('except for an integer beyond 2^53 in place of a text, which the codec takes for the text of its digits', () => {
    const name = 'Live.CallbackAfterSetMetadata';
    const text = samples[name].replace('"value1"', '144115233775727695');
    expect([decodes(name, text), isValid(name, text)]).toEqual([true, false]);
  });
});

it('a codec that no schema can describe is refused, and so are two codecs of one name', () => {
  const own = t.type({ a: t.string });
  expect(() => bodySchema(own, [], docComments(), '#/')).toThrow(
    'There is no JSON Schema for the codec { a: string }.',
  );
});
