import { inspect } from 'node:util';
import { assertKnown, assertOption, describeValue, hasMethods, isObject, quoteValue } from './assert';
import { catalogue } from './commands';
import type { Command, Fallback } from './commands/command';
import { isStandardSchema } from './commands/schema';
import type { Route } from './delivery/config';

/** The options that decide who handles what. */
interface RouteOptions {
  readonly handlers?: unknown;
  readonly commands?: unknown;
  readonly fallback?: unknown;
  readonly ignore?: unknown;
  /** Queues an event, where there is an inbox. */
  readonly put?: Route['handler'];
}

/** Every command that may arrive, by each of its names, with the handler that it has here. */
export const resolveRoutes = ({
  handlers,
  commands: own = {},
  fallback = {},
  ignore = [],
  put,
}: RouteOptions): ReadonlyMap<string, Route> => {
  assertOption(
    // A Map, or an instance of a class with methods, has no handler of its own, and would silently ignore every event.
    isObject(handlers) && (Object.keys(handlers).length > 0 || describeValue(handlers) === 'an object'),
    `handlers must be an object of functions by command, not ${describeValue(handlers)}.`,
  );
  assertOption(
    isObject(own),
    `commands must be an object of after(schema) or before(schema, reply) by name, not ${describeValue(own)}.`,
  );
  assertOption(
    isObject(fallback),
    `fallback must be an object of 'allow' or 'deny' by command, not ${describeValue(fallback)}.`,
  );

  const commands = new Map<string, Command>([...Object.entries(catalogue), ...ownCommandsOf(own)]);
  for (const name of Object.keys(handlers)) assertKnown('handlers: there is no command', name, [...commands.keys()]);
  const befores = [...commands].filter(([, { kind }]) => kind === 'before').map(([name]) => name);
  for (const name of Object.keys(fallback)) assertKnown('fallback: there is no before-command', name, befores);

  const afters = [...commands].filter(([, { kind }]) => kind === 'after').map(([name]) => name);
  const ignored = ignoredOf(ignore, afters, handlers, put !== undefined);

  const routes = new Map<string, Route>();
  for (const [name, command] of commands) {
    const handler = Object.hasOwn(handlers, name) ? handlerOf(name, handlers[name]) : undefined;
    const chosen = Object.hasOwn(fallback, name) ? fallback[name] : undefined;
    const after =
      put && !ignored.has(name)
        ? ({ successType: 'queued', handler: put } as const)
        : ({ successType: 'handled', handler } as const);
    const route: Route =
      command.kind === 'after'
        ? { name, isKnown: true, command, ...after, fallback: undefined }
        : {
            name,
            isKnown: true,
            command,
            successType: 'handled',
            handler,
            fallback: fallbackOf(name, chosen ?? command.fallback),
          };
    for (const known of [name, ...(command.aliases ?? [])]) {
      const other = routes.get(known)?.name ?? name;
      assertOption(
        other === name || command.replacesBuiltIn === true,
        `${inspect(known)} is a name of both ${inspect(other)} and ${inspect(name)}. Give one of them another.`,
      );
      routes.set(known, route);
    }
  }
  return routes;
};

/** All names of each built-in command, by every one of them. */
const builtIns = new Map(
  Object.entries<Command>(catalogue).flatMap(([name, command]) =>
    // Stryker disable next-line ArrayDeclaration: a further name that nothing sends changes nothing.
    [name, ...(command.aliases ?? [])].map((known, _at, names) => [known, names] as const),
  ),
);

/** The user's own commands. One that replaces a built-in command takes over all of its names. */
const ownCommandsOf = (own: Readonly<Record<string, unknown>>): readonly (readonly [string, Command])[] =>
  Object.entries(own).map(([name, command]) => {
    const hint = hasMethods(command, 'decode') || isStandardSchema(command) ? ' Wrap it: after(schema).' : '';
    assertOption(
      isCommand(command),
      `commands[${inspect(name)}] must be made by after(schema) or before(schema, reply), not ${describeValue(command)}.${hint}`,
    );
    assertDetails(name, command);
    const builtInNames = builtIns.get(name);
    assertOption(
      !builtInNames || command.replacesBuiltIn === true,
      `commands[${inspect(name)}] is a built-in command. To replace it on purpose, write after(schema, { replacesBuiltIn: true }).`,
    );
    // Stryker disable next-line ArrayDeclaration: a further name that nothing sends changes nothing.
    return [name, builtInNames ? { ...command, aliases: [...(command.aliases ?? []), ...builtInNames] } : command];
  });

/** What `after` and `before` make of the schemas. */
const definedBySchemas = ['kind', 'codec', 'schema', 'reply'];

/** What they take besides. */
const detailNames = ['aliases', 'page', 'occurredAt', 'identity', 'replacesBuiltIn'];

/** Refuses a detail that does not exist: in JavaScript, a misspelt one would silently have no effect. */
const assertDetails = (name: string, command: Command): void => {
  const known = command.kind === 'before' ? [...detailNames, 'fallback'] : detailNames;
  const given = Object.keys(command).filter((key) => !definedBySchemas.includes(key));
  for (const detail of given) {
    assertKnown(`commands[${inspect(name)}]: ${command.kind}() has no option`, detail, known);
  }
  assertOption(
    command.aliases === undefined || Array.isArray(command.aliases),
    `commands[${inspect(name)}]: aliases must be an array of names, not ${describeValue(command.aliases)}.`,
  );
};

const isCommand = (value: unknown): value is Command =>
  hasMethods(value, 'occurredAt') &&
  (value['identity'] === undefined || hasMethods(value, 'identity')) &&
  hasMethods(value['codec'], 'decode') &&
  (value['kind'] === 'after' || (value['kind'] === 'before' && hasMethods(value['reply'], 'is', 'encode')));

const handlerOf = (name: string, handler: unknown): NonNullable<Route['handler']> => {
  const hint = 'Leave the command out to ignore it.';
  assertOption(
    typeof handler === 'function',
    `handlers[${inspect(name)}] must be a function, not ${describeValue(handler)}. ${hint}`,
  );
  return handler as NonNullable<Route['handler']>;
};

const fallbackOf = (name: string, fallback: unknown): Fallback => {
  assertOption(
    fallback === 'allow' || fallback === 'deny',
    `fallback[${inspect(name)}] must be 'allow' or 'deny', not ${quoteValue(fallback)}.`,
  );
  return fallback;
};

/** Commands that are acknowledged without being queued. */
const ignoredOf = (
  ignore: unknown,
  afters: readonly string[],
  handlers: object,
  hasInbox: boolean,
): ReadonlySet<string> => {
  assertOption(
    Array.isArray(ignore) && ignore.every((name) => typeof name === 'string'),
    `ignore must be an array of command names, not ${describeValue(ignore)}.`,
  );
  assertOption(
    hasInbox || ignore.length === 0,
    'ignore is for an inbox, which queues every known after-command. Without one, leave ignore out: a command without a ' +
      'handler is acknowledged.',
  );
  for (const name of ignore) {
    assertKnown('ignore: there is no after-command', name, afters);
    assertOption(
      !Object.hasOwn(handlers, name),
      `${inspect(name)} is in ignore and has a handler. Remove it from one of them.`,
    );
  }
  return new Set(ignore);
};
