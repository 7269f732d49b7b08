import { inspect, types } from 'node:util';
import { isObject } from '../assert';

const name = 'PermanentError';

/**
 * Wraps an error that no retry can fix: a handler that throws it is not retried, and its event is kept as
 * failed at once.
 *
 * @example
 * ```ts
 * if (account.isDeleted) throw permanent(new Error('the account is deleted'));
 * ```
 */
export const permanent = (error: unknown): Error => Object.assign(toError(error), { name, cause: error });

/** Whether a handler said that its error is permanent. By name: a project may hold two copies of this package. */
export const isPermanent = (error: unknown): boolean => isObject(error) && error['name'] === name;

/** A new error with the message of whatever was thrown. */
const toError = (thrown: unknown): Error =>
  new Error(types.isNativeError(thrown) ? thrown.message : typeof thrown === 'string' ? thrown : inspect(thrown));
