import type { CommandName, EventOf } from '../commands';
import { parseLossless } from '../delivery/json';
import { samples } from './samples';

/**
 * A body of the command, from Tencent's own sample, as the object a handler gets: ids are strings.
 *
 * @param overrides top-level fields to replace
 */
export const sampleBody = <Name extends CommandName>(
  command: Name,
  overrides?: Partial<EventOf<Name>>,
): EventOf<Name> =>
  // The tests hold every sample to its codec.
  Object.assign(parseLossless(samples[command]) as object, overrides) as EventOf<Name>;
