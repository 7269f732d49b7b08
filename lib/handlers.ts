import type { Catalogue } from './commands';
import type { AfterCommand, BeforeCommand } from './commands/command';
import type { Delivery } from './delivery/delivery';
import type { Failed, Late, Refused, Reported, Succeeded } from './delivery/outcome';

/** A command of your own. Wrap its schema: `after(schema)`, or `before(schema, reply)`. */
export type AfterOrBefore = AfterCommand<unknown> | BeforeCommand<unknown, unknown>;

/** Your own commands, by name. */
export type OwnCommands = Readonly<Record<string, AfterOrBefore>>;

/** The catalogue together with the user's own commands. */
export type Commands<Own extends OwnCommands> = string extends keyof Own ? Catalogue : Omit<Catalogue, keyof Own> & Own;

type HandlerFor<Command> =
  Command extends BeforeCommand<infer Event, infer Verdict>
    ? (event: Event, delivery: Delivery) => Verdict | Promise<Verdict>
    : Command extends AfterCommand<infer Event>
      ? (event: Event, delivery: Delivery) => unknown
      : // Of a misspelt name: the parameters of an inline handler have types, so the name is the only error.
        (event: never, delivery: Delivery) => unknown;

/**
 * The handler of a command, by the command's name. A before-command's handler returns its verdict, or a Promise of it;
 * what an after-command's handler returns is awaited and ignored.
 */
export type HandlerOf<Name extends keyof Commands<Own>, Own extends OwnCommands = {}> = HandlerFor<Commands<Own>[Name]>;

/** One handler for each command you care about. */
// With `object`, TypeScript infers the parameters also where no name is right: it refuses, before it infers, what has no
// property in common with a type of optional properties alone.
export type Handlers<Own extends OwnCommands = {}> = object & {
  readonly [Name in keyof Commands<Own>]?: HandlerFor<Commands<Own>[Name]>;
};

/** Names of the commands that wait for a verdict. */
export type BeforeCommandName<Own extends OwnCommands = {}> = {
  [Name in keyof Commands<Own>]: Commands<Own>[Name] extends { readonly kind: 'before' } ? Name : never;
}[keyof Commands<Own>];

/** Names of the commands that report what has happened. */
export type AfterCommandName<Own extends OwnCommands = {}> = Exclude<keyof Commands<Own>, BeforeCommandName<Own>>;

type DecodedBy<Command> =
  Command extends BeforeCommand<infer Event, infer _>
    ? Event
    : Command extends AfterCommand<infer Event>
      ? Event
      : never;

type OutcomeOf<Name extends string | undefined, Event> =
  | Succeeded<Name, Event>
  | Failed<Name, Event>
  | Late<Name, Event>;

type NameIn<Own extends OwnCommands> = keyof Commands<Own> & string;

/**
 * How a delivery ended and what was answered. Switch on `type`; where `command` is compared with a name, `event` has the
 * payload of that command. Never holds a token or a signature. For your own commands, `Outcome<typeof commands>`.
 */
export type Outcome<Own extends OwnCommands = {}> = Reported &
  (
    | { [Name in NameIn<Own>]: OutcomeOf<Name, DecodedBy<Commands<Own>[Name]>> }[NameIn<Own>]
    | OutcomeOf<undefined, undefined>
    | Refused<NameIn<Own>>
  );
