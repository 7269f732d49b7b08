import { assertKnown, assertOption, describeValue, isObject, quoteValue } from '../assert';
import type { Route } from '../delivery/config';
import { resolveRoutes } from '../routes';
import type { AnyInboxOutcome } from './outcome';
import { maxTimerMs } from './retry';
import { atOnce, createRoomOrder, type Schedule } from './room-order';

/** The options of a processor, checked and complete. */
export interface ProcessorConfig {
  readonly routes: ReadonlyMap<string, Route>;
  readonly ignored: ReadonlySet<string>;
  readonly onOutcome: ((outcome: AnyInboxOutcome) => unknown) | undefined;
  readonly timeoutMs: number;
  readonly schedule: Schedule;
}

const optionNames = ['commands', 'onOutcome', 'timeoutMs', 'ignore', 'orderedBy'];

/** Checks the options and fills in the defaults. Throws a `TypeError` that names the option and the fix. */
export const resolveProcessorOptions = (handlers: unknown, options: unknown): ProcessorConfig => {
  assertOption(
    isObject(options),
    `The options of a processor must be an object such as { timeoutMs: 30_000 }, not ${describeValue(options)}.`,
  );
  for (const name of Object.keys(options)) assertKnown('A processor has no option', name, optionNames);
  const { commands, onOutcome, timeoutMs = 60_000, ignore, orderedBy } = options;
  assertOption(
    onOutcome === undefined || typeof onOutcome === 'function',
    `onOutcome must be a function, not ${describeValue(onOutcome)}.`,
  );
  assertOption(
    typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs <= maxTimerMs,
    `timeoutMs must be a number of milliseconds above 0, not ${quoteValue(timeoutMs)}. The default is 60000.`,
  );
  assertOption(
    ignore === undefined || (Array.isArray(ignore) && ignore.every((name) => typeof name === 'string' && name !== '')),
    `ignore must be an array of command names, not ${describeValue(ignore)}.`,
  );
  assertOption(
    orderedBy === undefined || orderedBy === 'room',
    `orderedBy must be 'room' or left out, not ${quoteValue(orderedBy)}.`,
  );
  const routes = resolveRoutes({ handlers, commands });
  const ignored = new Set(ignore as readonly string[] | undefined);
  for (const name of ignored) {
    assertOption(
      routes.get(name)?.handler === undefined,
      `'${name}' is in ignore and has a handler. Remove it from one of them.`,
    );
  }
  return {
    routes,
    ignored,
    onOutcome: onOutcome as ProcessorConfig['onOutcome'],
    timeoutMs,
    schedule: orderedBy === 'room' ? createRoomOrder() : atOnce,
  };
};
