import { isLeft } from 'fp-ts/Either';
import { catalogue, type CommandName, type EventOf } from '../commands';
import type { Command } from '../commands/command';
import { parseLossless } from '../delivery/json';
import { samples } from './samples';

/**
 * A body of the command, from Tencent's own sample, as the object a handler gets: ids are strings, times numbers.
 *
 * @param overrides top-level fields to replace
 */
export const sampleBody = <Name extends CommandName>(
  command: Name,
  overrides?: Partial<EventOf<Name>>,
): EventOf<Name> => {
  const { codec }: Command = catalogue[command];
  const event = codec.decode(parseLossless(samples[command]));
  if (isLeft(event)) throw new Error(`The sample of ${command} does not decode.`);
  // What the command's codec gives is what its handler gets.
  return { ...(event.right as object), ...overrides } as EventOf<Name>;
};
