import { isLeft } from 'fp-ts/Either';
import { check, checkKnown, isObject } from '../check';
import { catalogue, type CommandName, type EventOf } from '../commands';
import type { Command } from '../commands/command';
import { parseLossless } from '../delivery/json';
import { samples } from './samples';
import { typeName } from './type-name';

/**
 * A body of the command, from Tencent's own sample, as the object a handler gets: ids are strings, times numbers.
 *
 * @param overrides top-level fields to replace
 * @throws TypeError when there is no such command, and says which one is nearest
 */
export const sampleBody = <Name extends CommandName>(
  command: Name,
  overrides?: Partial<EventOf<Name>>,
): EventOf<Name> => {
  check(typeof command === 'string', `sampleBody: command must be the name of a command. It is ${typeName(command)}.`);
  checkKnown('sampleBody has no sample of', command, Object.keys(samples));
  check(
    overrides === undefined || isObject(overrides),
    `sampleBody: overrides must be an object of fields, such as { RoomId: 'my-room' }. It is ${typeName(overrides)}.`,
  );
  const { codec }: Command = catalogue[command];
  const event = codec.decode(parseLossless(samples[command]));
  if (isLeft(event)) throw new Error(`The sample of ${command} does not decode.`);
  // What the command's codec gives is what its handler gets.
  return { ...(event.right as object), ...overrides } as EventOf<Name>;
};
