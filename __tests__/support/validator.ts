import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import { readDocComments, type DocComments } from '../../lib/protocol/doc-comments';
import type { Schema } from '../../lib/protocol/json-schema';

let docs: DocComments | undefined;

/** The docstrings of `lib/commands`. Reading them takes seconds, so it happens once. */
export const docComments = (): DocComments => (docs ??= readDocComments());

/** Compiles a schema. Throws if it is not a valid one, or has keywords that do nothing, apart from OpenAPI's `components`. */
export const validator = (schema: Schema): ValidateFunction =>
  new Ajv2020({ strict: true, allowUnionTypes: true, keywords: ['components'] }).compile(schema);
