import { inspect } from 'node:util';
import { check, checkKnown, hasMethods, isObject } from './check';
import { catalogue } from './commands';
import type { Command, Fallback } from './commands/command';
import { recordOf } from './delivery/record';
import type { Route } from './delivery/service';
import type { Inbox } from './inbox/inbox';

/** The options that decide who handles what. */
interface RouteOptions {
  readonly handlers?: unknown;
  readonly commands?: unknown;
  readonly fallback?: unknown;
  readonly inbox?: unknown;
}

/** Every command that may arrive, by every name it goes by, with the handler that it has here. */
export const resolveRoutes = ({
  handlers,
  commands: own = {},
  fallback = {},
  inbox,
}: RouteOptions): ReadonlyMap<string, Route> => {
  check(isObject(handlers), `handlers must be an object of functions by command, not ${inspect(handlers)}.`);
  check(
    isObject(own),
    `commands must be an object of after(codec) or before(codec, reply) by name, not ${inspect(own)}.`,
  );
  check(isObject(fallback), `fallback must be an object of 'allow' or 'deny' by command, not ${inspect(fallback)}.`);

  const commands = new Map<string, Command>([...Object.entries(catalogue), ...ownCommandsOf(own)]);
  for (const name of Object.keys(handlers)) checkKnown('handlers: there is no command', name, [...commands.keys()]);
  const befores = [...commands].filter(([, { kind }]) => kind === 'before').map(([name]) => name);
  for (const name of Object.keys(fallback)) checkKnown('fallback: there is no before-command', name, befores);

  const put = inbox === undefined ? undefined : putInto(inbox);
  const routes = new Map<string, Route>();
  for (const [name, command] of commands) {
    const handler = Object.hasOwn(handlers, name) ? handlerOf(name, handlers[name]) : undefined;
    const after = put ? ({ endsAs: 'queued', handler: put } as const) : ({ endsAs: 'handled', handler } as const);
    const route: Route =
      command.kind === 'after'
        ? { name, command, ...after, fallback: undefined }
        : { name, command, endsAs: 'handled', handler, fallback: fallbackOf(name, fallback[name] ?? command.fallback) };
    for (const known of [name, ...(command.aliases ?? [])]) {
      const other = routes.get(known)?.name ?? name;
      check(
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
    [name, ...(command.aliases ?? [])].map((known, _at, names) => [known, names] as const),
  ),
);

/** The user's own commands. One that replaces a built-in goes by all of its names. */
const ownCommandsOf = (own: Readonly<Record<string, unknown>>): readonly (readonly [string, Command])[] =>
  Object.entries(own).map(([name, command]) => {
    check(
      isCommand(command),
      `commands[${inspect(name)}] must be made by after(codec) or before(codec, reply), not ${inspect(command)}.`,
    );
    const builtInNames = builtIns.get(name);
    check(
      !builtInNames || command.replacesBuiltIn === true,
      `commands[${inspect(name)}] is a built-in command. Say so if you mean to replace it: after(codec, { replacesBuiltIn: true }).`,
    );
    return [name, builtInNames ? { ...command, aliases: [...(command.aliases ?? []), ...builtInNames] } : command];
  });

const isCommand = (value: unknown): value is Command =>
  hasMethods(value, 'identity', 'occurredAt') &&
  hasMethods(value['codec'], 'decode') &&
  (value['kind'] === 'after' || (value['kind'] === 'before' && hasMethods(value['reply'], 'is', 'encode')));

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

const putInto = (inbox: unknown): NonNullable<Route['handler']> => {
  check(isInbox(inbox), `inbox must have a method put(record), not ${inspect(inbox)}. bullmqInbox(queue) makes one.`);
  return (_event, delivery) => inbox.put(recordOf(delivery));
};

const isInbox = (value: unknown): value is Inbox => hasMethods(value, 'put');
