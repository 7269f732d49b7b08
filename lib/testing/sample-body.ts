import { isLeft } from 'fp-ts/Either';
import { check, checkKnown, isObject } from '../check';
import { catalogue, type CommandName, type EventOf } from '../commands';
import type { Command } from '../commands/command';
import { parseLossless } from '../delivery/json';
import { samples } from './samples';
import { typeName } from './type-name';

/**
 * Returns a body of the command as its handler receives it, from Tencent's own sample: account ids are strings, times
 * are numbers.
 *
 * @param command one of Tencent's commands
 * @param overrides top-level fields that replace those of the sample
 *
 * @example
 * ```ts
 * const event = sampleBody('Mic.CallbackAfterSeatInfoChanged', { RoomId: 'my-room' });
 * ```
 *
 * @throws TypeError when there is no such command; the message names the nearest one
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
  // The codec of a command gives exactly what the handler of that command receives.
  return { ...(event.right as object), ...overrides } as EventOf<Name>;
};
