import { inspect } from 'node:util';
import { check, checkKnown, hasMethods, isObject } from './check';
import type { Service } from './delivery/service';
import type { LiveWebhooksOptions } from './options';
import { resolveRoutes } from './routes';
import type { DedupeStore } from './stores/store';

/** `setTimeout` takes no more: 24 days. */
const longestTimer = 2 ** 31 - 1;

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
  'onOutcome',
  'onUnknownCommand',
  'now',
] satisfies (keyof LiveWebhooksOptions)[];

/** Checks the options and fills in the defaults. Throws a `TypeError` that names the option, the value and the fix. */
export const resolve = (options: unknown): Service => {
  check(isObject(options), `liveWebhooks(options) needs at least { sdkAppId, handlers }, not ${inspect(options)}.`);
  for (const name of Object.keys(options)) checkKnown('There is no option', name, optionNames);
  const given: Options = options;

  return {
    sdkAppId: sdkAppIdOf(given.sdkAppId),
    tokens: tokensOf(given.token),
    clockToleranceSeconds: positive('clockToleranceSeconds', given.clockToleranceSeconds, 60),
    bodyLimitBytes: positive('bodyLimitBytes', given.bodyLimitBytes, 1024 * 1024),
    deadlineMs: positive('deadlineMs', given.deadlineMs, 1500, longestTimer),
    dedupe: dedupeOf(given),
    routes: resolveRoutes(given),
    onUnknownCommand: callable('onUnknownCommand', given.onUnknownCommand) as Service['onUnknownCommand'],
    onOutcome: callable('onOutcome', given.onOutcome) as Service['onOutcome'],
    now: (callable('now', given.now) as Service['now'] | undefined) ?? Date.now,
  };
};

type Options = { readonly [Name in keyof LiveWebhooksOptions]?: unknown };

const sdkAppIdOf = (sdkAppId: unknown): number => {
  const id = typeof sdkAppId === 'string' && /^\d+$/.test(sdkAppId) ? Number(sdkAppId) : sdkAppId;
  check(
    typeof id === 'number' && Number.isSafeInteger(id) && id > 0,
    `sdkAppId must be your SDKAppID, a number or a string of digits, not ${inspect(sdkAppId)}. It stands in Tencent's console.`,
  );
  return id;
};

/** A token is never quoted: errors end up in logs. */
const tokensOf = (token: unknown): readonly string[] => {
  if (token === undefined) return [];
  const tokens: readonly unknown[] = Array.isArray(token) ? token : [token];
  check(tokens.length > 0, 'token must not be an empty array. Leave it out if Tencent does not sign your requests.');
  for (const one of tokens) {
    const isToken = typeof one === 'string' && one.length >= 1 && one.length <= 128;
    const wrong = typeof one === 'string' ? `one with ${one.length}` : `a value of type ${typeof one}`;
    check(
      isToken,
      `token must be a string of 1 to 128 characters, or several such, not ${wrong}. ` +
        'Leave it out if Tencent does not sign your requests.',
    );
  }
  return tokens as readonly string[];
};

const positive = (name: string, value: unknown, byDefault: number, most = Number.MAX_VALUE): number => {
  if (value === undefined) return byDefault;
  check(
    typeof value === 'number' && value > 0 && value <= most,
    `${name} must be a positive number${most < Number.MAX_VALUE ? ` up to ${most}` : ''}, not ${inspect(value)}. The default is ${byDefault}.`,
  );
  return value;
};

const callable = (name: string, value: unknown): unknown => {
  check(value === undefined || typeof value === 'function', `${name} must be a function, not ${inspect(value)}.`);
  return value;
};

const dedupeOf = ({ dedupe, inbox }: Options): Service['dedupe'] => {
  if (dedupe === undefined) return undefined;
  check(
    inbox === undefined,
    'dedupe and inbox do not go together: an inbox drops duplicates by itself. Leave dedupe out.',
  );
  check(isObject(dedupe), `dedupe must be { store, ttlMs? }, not ${inspect(dedupe)}.`);
  for (const name of Object.keys(dedupe)) checkKnown('dedupe: there is no', name, ['store', 'ttlMs']);
  const { store, ttlMs } = dedupe;
  check(isStore(store), `dedupe.store must be a memoryStore() or a redisStore(…), not ${inspect(store)}.`);
  // Whole milliseconds are what Redis takes.
  return { store, ttlMs: Math.ceil(positive('dedupe.ttlMs', ttlMs, 600_000, longestTimer)) };
};

const isStore = (value: unknown): value is DedupeStore => hasMethods(value, 'begin', 'complete', 'abandon');
