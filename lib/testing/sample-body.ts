import { isLeft } from 'fp-ts/Either';
import { assertKnown, assertOption, describeValue, isObject } from '../assert';
import { catalogue, type CommandName, type EventOf } from '../commands';
import type { Command } from '../commands/command';
import { parseLossless } from '../delivery/json';
import { samples } from './samples';

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
  assertOption(
    typeof command === 'string',
    `sampleBody: command must be the name of a command. It is ${describeValue(command)}.`,
  );
  assertKnown('sampleBody has no sample of', command, Object.keys(samples));
  assertOption(
    overrides === undefined || isObject(overrides),
    `sampleBody: overrides must be an object of fields, such as { RoomId: 'my-room' }. It is ${describeValue(overrides)}.`,
  );
  const { codec }: Command = catalogue[command];
  const event = codec.decode(parseLossless(samples[command]));
  if (isLeft(event)) throw new Error(`The sample of ${command} does not decode.`);
  // The codec of a command gives exactly what the handler of that command receives.
  return { ...(event.right as object), ...overrides } as EventOf<Name>;
};
