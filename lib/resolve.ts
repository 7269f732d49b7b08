import { inspect } from 'node:util';
import { closest } from 'fastest-levenshtein';
import { catalogue } from './commands';
import type { Command, Fallback } from './commands/command';
import type { Route, Service } from './delivery/service';
import type { LiveWebhooksOptions } from './options';

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
    routes: routesOf(given),
    onUnknownCommand: callable('onUnknownCommand', given.onUnknownCommand) as Service['onUnknownCommand'],
    onOutcome: callable('onOutcome', given.onOutcome) as Service['onOutcome'],
    now: (callable('now', given.now) as Service['now'] | undefined) ?? Date.now,
  };
};

type Options = { readonly [Name in keyof LiveWebhooksOptions]?: unknown };

const check: (condition: boolean, message: string) => asserts condition = (condition, message) => {
  if (!condition) throw new TypeError(message);
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const checkKnown = (complaint: string, name: string, known: readonly string[]): void =>
  check(known.includes(name), `${complaint} ${inspect(name)}. Did you mean ${inspect(closest(name, known))}?`);

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
    check(
      typeof one === 'string' && one.length >= 1 && one.length <= 128,
      `token must be a string of 1 to 128 characters, or several such, not ${typeof one === 'string' ? `one of ${one.length}` : typeof one}. ` +
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

const routesOf = ({ handlers, commands: own = {}, fallback = {} }: Options): ReadonlyMap<string, Route> => {
  check(isObject(handlers), `handlers must be an object of functions by command, not ${inspect(handlers)}.`);
  check(
    isObject(own),
    `commands must be an object of after(codec) or before(codec, reply) by name, not ${inspect(own)}.`,
  );
  check(isObject(fallback), `fallback must be an object of 'allow' or 'deny' by command, not ${inspect(fallback)}.`);

  const commands = new Map<string, Command>([...Object.entries(catalogue), ...Object.entries(ownCommandsOf(own))]);
  for (const name of Object.keys(handlers)) checkKnown('handlers: there is no command', name, [...commands.keys()]);
  const befores = [...commands].filter(([, { kind }]) => kind === 'before').map(([name]) => name);
  for (const name of Object.keys(fallback)) checkKnown('fallback: there is no before-command', name, befores);

  const routes = new Map<string, Route>();
  for (const [name, command] of commands) {
    const route: Route = {
      name,
      isKnown: true,
      command,
      handler: name in handlers ? handlerOf(name, handlers[name]) : undefined,
      fallback: command.kind === 'before' ? fallbackOf(name, fallback[name] ?? command.fallback) : undefined,
    };
    for (const known of [name, ...(command.aliases ?? [])]) routes.set(known, route);
  }
  return routes;
};

const builtInNames = new Set(
  Object.entries<Command>(catalogue).flatMap(([name, { aliases = [] }]) => [name, ...aliases]),
);

const ownCommandsOf = (own: Readonly<Record<string, unknown>>): Readonly<Record<string, Command>> => {
  for (const [name, command] of Object.entries(own)) {
    const isCommand = isObject(command) && isObject(command['codec']) && typeof command['identity'] === 'function';
    check(
      isCommand,
      `commands[${inspect(name)}] must be made by after(codec) or before(codec, reply), not ${inspect(command)}.`,
    );
    check(
      !builtInNames.has(name) || command['replacesBuiltIn'] === true,
      `commands[${inspect(name)}] is a built-in command. Say so if you mean to replace it: after(codec, { replacesBuiltIn: true }).`,
    );
  }
  return own as Readonly<Record<string, Command>>;
};

const handlerOf = (name: string, handler: unknown): NonNullable<Route['handler']> => {
  const hint = 'Leave the command out to ignore it.';
  check(
    typeof handler === 'function',
    `handlers[${inspect(name)}] must be a function, not ${inspect(handler)}. ${hint}`,
  );
  return handler as NonNullable<Route['handler']>;
};

const fallbackOf = (name: string, fallback: unknown): Fallback => {
  check(
    fallback === 'allow' || fallback === 'deny',
    `fallback[${inspect(name)}] must be 'allow' or 'deny', not ${inspect(fallback)}.`,
  );
  return fallback;
};
