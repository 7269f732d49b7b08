import type { StandardSchemaV1 } from '@standard-schema/spec';

/** Whether the value is a schema of a library that implements Standard Schema 1. In some libraries it is a function. */
export const isStandardSchema = (value: unknown): value is StandardSchemaV1 => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  const { '~standard': standard } = value as { readonly '~standard'?: unknown };
  return typeof standard === 'object' && standard !== null && 'validate' in standard;
};
