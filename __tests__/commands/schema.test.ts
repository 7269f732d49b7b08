import * as t from 'io-ts';
import * as v from 'valibot';
import { z } from 'zod';
import { isStandardSchema } from '../../lib/commands/schema';

it.each<[string, unknown]>([
  ['zod', z.string()],
  ['valibot', v.string()],
  [
    'a library whose schemas are functions, as those of arktype are',
    Object.assign(() => {}, { '~standard': { version: 1, vendor: 'own', validate: () => ({ value: 1 }) } }),
  ],
])('a schema of %s is one', (_library, schema) => {
  expect(isStandardSchema(schema)).toBe(true);
});

it.each([
  undefined,
  null,
  7,
  'a word',
  {},
  () => {},
  t.string,
  { '~standard': undefined },
  { '~standard': null },
  { '~standard': 'a word' },
  { '~standard': {} },
])('%p is none', (value) => {
  expect(isStandardSchema(value)).toBe(false);
});
