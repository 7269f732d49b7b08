import * as t from 'io-ts';
import type { BeforeCommand, Command } from '../commands/command';
import { ScalarType } from '../commands/fields';
import { PayloadType, type Field } from '../commands/payload';
import { VerdictType, type Verdict } from '../commands/verdict';
import type { DocComments } from './doc-comments';
import { bodySchema, type Schema } from './json-schema';

const actionStatus = {
  description: '`OK` if the webhook was handled, also if its verdict refuses the action. `FAIL` if handling it failed.',
  type: 'string',
  enum: ['OK', 'FAIL'],
};

/**
 * The JSON Schema of the reply to a command. The `ErrorCode` of a before-command has the ranges of its verdicts.
 *
 * @param prefix the start of every `$ref`
 */
export const acknowledgementSchema = (command: Command, docs: DocComments, prefix: string): Schema =>
  command.kind === 'before'
    ? verdictSchema(command, docs, prefix)
    : {
        description: 'The reply to a command that waits for no verdict. Tencent requires it with the HTTP status 200.',
        ...reply({ ErrorCode: { description: '0. Tencent ignores the code.', type: 'integer' } }),
      };

const reply = (properties: Schema): Schema => ({
  type: 'object',
  properties: {
    ActionStatus: actionStatus,
    ErrorInfo: { description: 'Text about the result. It may be empty.', type: 'string' },
    ...properties,
  },
  required: ['ActionStatus', 'ErrorInfo', 'ErrorCode'],
});

const verdictSchema = (
  { reply: codec }: BeforeCommand<unknown, unknown>,
  docs: DocComments,
  prefix: string,
): Schema => {
  if (!(codec instanceof VerdictType)) throw new TypeError(`The verdicts of ${codec.name} cannot be listed.`);
  const verdicts = codec.codecs.map((verdict) => partsOf(verdict));
  const replacement = verdicts.map((parts) => parts.replacement).find((part) => part instanceof PayloadType);
  return {
    description: 'The reply with the verdict. Tencent requires it with the HTTP status 200.',
    ...reply({
      ErrorCode: { description: 'The verdict, if `ActionStatus` is `OK`.', type: 'integer' },
      ...(replacement && replacementSchema(replacement, docs, prefix)),
    }),
    if: { type: 'object', properties: { ActionStatus: { const: 'OK' } } },
    // oxlint-disable-next-line unicorn/no-thenable -- `then` is a keyword of JSON Schema, and nothing awaits a schema.
    then: { type: 'object', properties: { ErrorCode: { anyOf: verdicts.flatMap((parts) => codesOf(codec, parts)) } } },
  };
};

/** The fields of a verdict's codec that decide the reply. */
const partsOf = (verdict: Field): Parts =>
  verdict instanceof PayloadType ? { ...verdict.props.optional, ...verdict.props.required } : {};

type Parts = { readonly [Key in 'verdict' | 'code' | 'replacement']?: Field };

const meanings: Readonly<Record<number, string>> = {
  0: 'The action happens.',
  1: 'The action does not happen.',
  2: "The message is discarded, and its sender's client reports success.",
};

const passedOn = "The action does not happen, and the sender's client receives the code together with `ErrorInfo`.";

/** What the `ErrorCode` may be for one verdict. */
const codesOf = (codec: VerdictType<Verdict>, { verdict, code, replacement }: Parts): readonly Schema[] => {
  // The same code as without a replacement.
  if (replacement instanceof PayloadType) return [];
  const literal = verdict instanceof t.LiteralType ? (verdict.value as string) : '';
  if (!(code instanceof ScalarType)) {
    const { ErrorCode } = codec.encode({ verdict: literal } as Verdict);
    return [{ description: meanings[ErrorCode], const: ErrorCode }];
  }
  return (code.wire['anyOf'] as readonly Schema[]).map((range) => ({
    description: 'const' in range ? meanings[range['const'] as number] : passedOn,
    ...range,
  }));
};

const replacementSchema = (replacement: PayloadType, docs: DocComments, prefix: string): Schema => {
  const { properties } = bodySchema(replacement, [], docs, prefix).definitions[replacement.name] ?? {};
  return Object.fromEntries(
    Object.entries(properties as Readonly<Record<string, Schema>>).map(([key, schema]) => [
      key,
      { ...schema, description: `${String(schema['description'])} Replaces the original, only with \`ErrorCode\` 0.` },
    ]),
  );
};
