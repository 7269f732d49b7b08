import type { StandardSchemaV1 } from '@standard-schema/spec';
import * as E from 'fp-ts/Either';
import type { Issue } from './failure';
import { printable } from './printable';

type Validation = E.Either<readonly Issue[], unknown>;

/** Decodes a body with a schema of any Standard Schema library, at once where the schema is synchronous. */
export const validateSchema = (schema: StandardSchemaV1, body: unknown): Validation | Promise<Validation> => {
  const { validate, vendor } = schema['~standard'];
  const read = (result: StandardSchemaV1.Result<unknown>): Validation =>
    result.issues ? E.left(result.issues.slice(0, maxIssues).map(toIssue(vendor))) : E.right(result.value);
  const result = validate(body);
  // A promise may be another library's, and must not pass for a result without issues.
  return 'then' in result ? Promise.resolve(result).then(read) : read(result);
};

const maxIssues = 100;

/** Leaves out the library's message: some libraries quote the wrong value in it. */
const toIssue =
  (vendor: string) =>
  ({ path = [] }: StandardSchemaV1.Issue): Issue => ({
    path: path
      .map((segment) => (typeof segment === 'object' ? segment.key : segment))
      .reduce<string>(
        (before, key) =>
          typeof key === 'number' ? `${before}[${key}]` : `${before}${before && '.'}${printable(String(key))}`,
        '',
      ),
    expected: `valid by its ${vendor} schema`,
  });
