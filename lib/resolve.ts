import { assertKnown, assertOption, describeValue, hasMethods, isObject, quoteValue } from './assert';
import type { Config } from './delivery/config';
import { createWarning } from './delivery/warn';
import { createPut } from './inbox/put';
import type { LiveWebhooksOptions } from './options';
import { resolveRoutes } from './routes';
import type { DedupeStore } from './stores/store';

/** The longest delay of `setTimeout`: 24 days. */
const maxTimerMs = 2 ** 31 - 1;

/** The longest text that V8 holds, and so the longest body that can be parsed: 512 MiB. */
const maxBodyBytes = 2 ** 29;

/** Tencent hangs up at 2000 ms, and a reply needs some time to get there. */
const maxDeadlineMs = 1900;

const optionNames = [
  'sdkAppId',
  'handlers',
  'commands',
  'token',
  'clockToleranceSeconds',
  'bodyLimitBytes',
  'deadlineMs',
  'fallback',
  'dedupe',
  'inbox',
  'ignore',
  'unknownCommands',
  'onOutcome',
  'onUnknownCommand',
  'now',
] satisfies (keyof LiveWebhooksOptions)[];

/** Checks the options and fills in the defaults. Throws a `TypeError` that names the option, the value and the fix. */
export const resolveOptions = (options: unknown): Config => {
  assertOption(
    isObject(options),
    `liveWebhooks(options) needs at least { sdkAppId, handlers }, not ${describeValue(options)}.`,
  );
  for (const name of Object.keys(options)) assertKnown('There is no option', name, optionNames);
  const given: Options = options;
  const put = given.inbox === undefined ? undefined : createPut(given.inbox);

  return {
    sdkAppId: sdkAppIdOf(given.sdkAppId),
    tokens: tokensOf(given),
    clockToleranceSeconds: positive('clockToleranceSeconds', given.clockToleranceSeconds, 60),
    bodyLimitBytes: positive('bodyLimitBytes', given.bodyLimitBytes, 1024 * 1024, maxBodyBytes),
    deadlineMs: deadlineOf(given.deadlineMs),
    dedupe: dedupeOf(given),
    routes: resolveRoutes({ ...given, put }),
    queueUnknown: shouldQueueUnknown(given) ? put : undefined,
    onUnknownCommand: callable('onUnknownCommand', given.onUnknownCommand) as Config['onUnknownCommand'],
    onOutcome: callable('onOutcome', given.onOutcome) as Config['onOutcome'],
    now: (callable('now', given.now) as Config['now'] | undefined) ?? Date.now,
  };
};

type Options = { readonly [Name in keyof LiveWebhooksOptions]?: unknown };

const sdkAppIdOf = (sdkAppId: unknown): number => {
  const id = typeof sdkAppId === 'string' && /^\d+$/.test(sdkAppId) ? Number(sdkAppId) : sdkAppId;
  assertOption(
    // Stryker disable next-line ConditionalExpression: a safe integer is a number, which only the compiler asks about.
    typeof id === 'number' && Number.isSafeInteger(id) && id > 0,
    `sdkAppId must be your SDKAppID, a number or a string of digits, not ${describeValue(sdkAppId)}. Tencent's console shows it.`,
  );
  return id;
};

/** Never quotes a token: errors end up in logs. */
const tokensOf = (given: Options): readonly string[] => {
  if (!('token' in given)) {
    emitUnsignedWarning();
    return [];
  }
  const { token } = given;
  if (token === false) return [];
  assertOption(
    token !== undefined && token !== null && token !== '',
    `token must not be ${describeValue(token)}: the environment variable that it comes from may be unset or misspelt. ` +
      'Set that variable, or set token: false if Tencent does not sign your requests.',
  );
  const tokens: readonly unknown[] = Array.isArray(token) ? token : [token];
  assertOption(tokens.length > 0, 'token must not be an empty array. Give the token set at Tencent, or false.');
  for (const one of tokens) {
    const isToken = typeof one === 'string' && one.length >= 1 && one.length <= 128;
    const wrong =
      typeof one === 'string' ? `one with ${one.length}` : typeof one === 'number' ? 'a number' : describeValue(one);
    assertOption(
      isToken,
      `token must be a string of 1 to 128 characters, or several, not ${wrong}. ` +
        'Copy the token set at Tencent, or set token: false if Tencent does not sign your requests.',
    );
  }
  return tokens as readonly string[];
};

const emitUnsignedWarning = createWarning(
  'Webhooks are not authenticated: without the option `token`, anybody who knows your SDKAppID and the callback URL can ' +
    'post events. Give the token set at Tencent, or set token: false to accept unsigned requests on purpose',
  'UNSIGNED',
);

const deadlineOf = (value: unknown): number => {
  const deadlineMs = positive('deadlineMs', value, 1500);
  assertOption(
    deadlineMs <= maxDeadlineMs,
    `deadlineMs must be at most ${maxDeadlineMs}, not ${deadlineMs}: Tencent hangs up at 2000 ms, and a later reply is lost. ` +
      'For longer work, use an inbox.',
  );
  return deadlineMs;
};

const positive = (name: string, value: unknown, byDefault: number, max = Number.MAX_VALUE): number => {
  if (value === undefined) return byDefault;
  assertOption(
    typeof value === 'number' && value > 0 && value <= max,
    `${name} must be a positive number${max < Number.MAX_VALUE ? ` up to ${max}` : ''}, not ${quoteValue(value)}. The default is ${byDefault}.`,
  );
  return value;
};

const callable = (name: string, value: unknown): unknown => {
  assertOption(
    value === undefined || typeof value === 'function',
    `${name} must be a function, not ${describeValue(value)}.`,
  );
  return value;
};

const shouldQueueUnknown = ({ unknownCommands, inbox, onUnknownCommand }: Options): boolean => {
  assertOption(
    unknownCommands === undefined || unknownCommands === 'acknowledge' || unknownCommands === 'queue',
    `unknownCommands must be 'acknowledge' or 'queue', not ${quoteValue(unknownCommands)}. The default is 'acknowledge'.`,
  );
  if (unknownCommands !== 'queue') return false;
  assertOption(inbox !== undefined, "unknownCommands: 'queue' needs an inbox. Give one, or leave unknownCommands out.");
  assertOption(
    onUnknownCommand === undefined,
    "onUnknownCommand and unknownCommands: 'queue' do not go together: a queued command is for the workers. Leave one out.",
  );
  return true;
};

const dedupeOf = ({ dedupe, inbox }: Options): Config['dedupe'] => {
  if (dedupe === undefined) return undefined;
  assertOption(
    inbox === undefined,
    'dedupe and inbox do not go together: an inbox drops duplicates by itself. Leave dedupe out.',
  );
  assertOption(isObject(dedupe), `dedupe must be { store, ttlMs? }, not ${describeValue(dedupe)}.`);
  for (const name of Object.keys(dedupe)) assertKnown('dedupe: there is no', name, ['store', 'ttlMs']);
  const { store, ttlMs } = dedupe;
  assertOption(isStore(store), `dedupe.store must be a memoryStore() or a redisStore(…), not ${describeValue(store)}.`);
  // Whole milliseconds are what Redis takes.
  return { store, ttlMs: Math.ceil(positive('dedupe.ttlMs', ttlMs, 600_000, maxTimerMs)) };
};

const isStore = (value: unknown): value is DedupeStore => hasMethods(value, 'begin', 'complete', 'abandon');
