import { catalogue } from '../commands';
import type { Command } from '../commands/command';
import type { Field } from '../commands/payload';
import type { DocComments } from './doc-comments';
import { bodySchema, type Definitions, type Schema } from './json-schema';

/** A command of the catalogue. */
export type NamedCommand = readonly [name: string, command: Command];

export const commands: readonly NamedCommand[] = Object.entries<Command>(catalogue);

/** Every name that a body of the command may carry. */
export const namesOf = ([name, { aliases = [] }]: NamedCommand): readonly string[] => [name, ...aliases];

/** The codec of a command's body. The catalogue has io-ts codecs only. */
export const codecOf = ([, { codec }]: NamedCommand): Field => codec as Field;

const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** The JSON Schema of the bodies of one command. */
export const commandSchema = (command: NamedCommand, docs: DocComments): Schema => {
  const { name, definitions } = bodySchema(codecOf(command), namesOf(command), docs, '#/$defs/');
  const { [name]: body, ...others } = definitions;
  return {
    $schema: dialect,
    title: name,
    ...body,
    ...(Object.keys(others).length > 0 && { $defs: others }),
  };
};

/** The JSON Schema of the bodies of all commands. */
export const webhookSchema = (docs: DocComments): Schema => ({
  $schema: dialect,
  title: 'Webhook',
  description: 'The body of any webhook of Tencent Cloud Live.',
  oneOf: commands.map((command) => ({ $ref: `#/$defs/${codecOf(command).name}` })),
  $defs: allDefinitions(docs, '#/$defs/'),
});

/** The schemas of all bodies and of the objects in them. Objects that several bodies hold are there once. */
export const allDefinitions = (docs: DocComments, prefix: string): Definitions =>
  Object.assign(
    {},
    ...commands.map((command) => bodySchema(codecOf(command), namesOf(command), docs, prefix).definitions),
  ) as Definitions;

/** The schema of each command and of all of them, by the names of their files. */
export const schemaFiles = (docs: DocComments): ReadonlyMap<string, Schema> =>
  new Map([
    ...commands.map((command) => [`${command[0]}.json`, commandSchema(command, docs)] as const),
    ['webhook.json', webhookSchema(docs)] as const,
  ]);
