import type { Field } from '../commands/payload';
import { VariantType } from '../commands/variants';
import { samples } from '../testing/samples';
import { acknowledgementSchema } from './acknowledgement-schema';
import type { DocComments } from './doc-comments';
import { fieldRows } from './field-rows';
import type { Schema } from './json-schema';
import { commandParameter, parameters, signParameter } from './openapi-request';
import type { Phrases } from './phrases';
import { codecOf, commands, type NamedCommand } from './schema-files';

/** The protocol's page for people, in Markdown. */
export const protocolPage = (docs: DocComments, phrases: Phrases): string => {
  const { headings, columns } = phrases;
  const parts = [
    `# ${phrases.title}`,
    '<!-- Generated from lib/commands by `npm run docs:protocol`. Change the docstrings there, not this file. -->',
    phrases.otherLanguage,
    phrases.introduction,
    `## ${headings.request}`,
    phrases.request,
    table(columns.parameters, parameterRows(phrases)),
    `## ${headings.signature}`,
    phrases.signature,
    `## ${headings.reply}`,
    phrases.reply,
    `## ${headings.unknown}`,
    list(phrases.unknown),
    `## ${headings.commands}`,
    table(
      columns.commands,
      commands.map((command) => indexRow(command, docs, phrases)),
    ),
    ...commands.flatMap((command) => section(command, docs, phrases)),
  ];
  return `${parts.join('\n\n')}\n`;
};

const table = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cellOf).join(' | ')} |`).join('\n');

const cellOf = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');

const parameterRows = ({ translate, present }: Phrases): readonly (readonly string[])[] => [
  ['`CallbackCommand`', present.always, translate(commandParameter)],
  ['`Sign`', present.sometimes, translate(signParameter)],
  ...Object.values(parameters).map(({ name, required, description }) => [
    `\`${String(name)}\``,
    required === true ? present.always : present.sometimes,
    translate(String(description)),
  ]),
];

const indexRow = (command: NamedCommand, docs: DocComments, { kinds, translate }: Phrases): readonly string[] => {
  const [name, { kind, page }] = command;
  const [summary = ''] = translate(docs.codecs.get(codecOf(command).name)?.description ?? '').split('\n\n');
  const anchor = name.toLowerCase().replaceAll('.', '');
  return [`[\`${name}\`](#${anchor})`, kinds[kind], summary, `[${page}](https://trtc.io/document/${page})`];
};

const section = (command: NamedCommand, docs: DocComments, phrases: Phrases): readonly string[] => {
  const [name, { kind, aliases = [] }] = command;
  const codec = codecOf(command);
  const { description = '', remarks = [], sources = '' } = docs.codecs.get(codec.name) ?? {};
  const body = codec instanceof VariantType ? codec.base : codec;
  return [
    `### \`${name}\``,
    phrases.translate(description),
    list([
      phrases.kind(kind),
      ...(aliases.length > 0 ? [phrases.alias(aliases.map((alias) => `\`${alias}\``).join(phrases.comma))] : []),
      phrases.event(codec.name),
      phrases.sources(sources),
    ]),
    fieldTable(body, docs, phrases),
    ...(codec instanceof VariantType ? caseTables(codec, docs, phrases) : []),
    ...(kind === 'before' ? [phrases.verdicts, codeTable(command, docs, phrases)] : []),
    phrases.contradictions,
    list(remarks.map((remark) => phrases.translate(remark))),
    phrases.sample,
    `\`\`\`json\n${samples[name as keyof typeof samples]}\n\`\`\``,
  ];
};

const fieldTable = (codec: Field, docs: DocComments, phrases: Phrases): string =>
  table(
    phrases.columns.fields,
    fieldRows(codec, docs, phrases).map(({ path, type, isRequired, meaning }) => [
      `\`${path}\``,
      type,
      isRequired ? phrases.present.always : phrases.present.sometimes,
      meaning,
    ]),
  );

/** A table of the cases, and one of the fields of each form that the dependent field has. */
const caseTables = ({ cases }: VariantType<unknown>, docs: DocComments, phrases: Phrases): readonly string[] => [
  table(
    phrases.columns.cases,
    [...cases].map(([value, { name }]) => [
      `\`${String(value)}\``,
      phrases.translate(docs.cases.get(String(value)) ?? ''),
      `\`${name}\``,
    ]),
  ),
  ...[...new Set(cases.values())].flatMap((codec) => [
    `\`${codec.name}\`: ${phrases.translate(docs.codecs.get(codec.name)?.description ?? '')}`,
    fieldTable(codec, docs, phrases),
  ]),
];

const codeTable = ([, command]: NamedCommand, docs: DocComments, phrases: Phrases): string => {
  const { then } = acknowledgementSchema(command, docs, '') as { then: { properties: { ErrorCode: Schema } } };
  return table(
    phrases.columns.codes,
    (then.properties.ErrorCode['anyOf'] as readonly Schema[]).map((code) => [
      'const' in code ? String(code['const']) : `${String(code['minimum'])} – ${String(code['maximum'])}`,
      phrases.translate(String(code['description'])),
    ]),
  );
};
