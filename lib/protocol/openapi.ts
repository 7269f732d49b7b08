import { parseLossless } from '../delivery/json';
import { samples } from '../testing/samples';
import { acknowledgementSchema } from './acknowledgement-schema';
import type { CodecDocs, DocComments } from './doc-comments';
import type { Schema } from './json-schema';
import { commandParameter, parameters, signature } from './openapi-request';
import { allDefinitions, codecOf, commands, namesOf, type NamedCommand } from './schema-files';

const prefix = '#/components/schemas/';

/**
 * The OpenAPI 3.1 document of all webhooks.
 *
 * @param version the version of this package
 */
export const openApiDocument = (docs: DocComments, version: string): Schema => ({
  openapi: '3.1.0',
  info: {
    title: 'Webhooks of Tencent Cloud Live (TUILiveKit)',
    version,
    summary: 'The requests that Tencent sends to your server, and the replies that it requires.',
    description: introduction,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  externalDocs: { description: "Tencent's overview of the webhooks", url: 'https://trtc.io/document/64412' },
  servers: [
    {
      url: 'https://{host}{path}',
      description: 'The callback URL that you have configured at Tencent.',
      variables: { host: { default: 'your.host' }, path: { default: '/tencent-callback' } },
    },
  ],
  security: [{ Sign: [] }, {}],
  tags: [...new Set(commands.map(tagOf))].map((name) => ({ name, description: `The commands \`${name}.*\`.` })),
  webhooks: Object.fromEntries(commands.map((command) => [command[0], { post: operation(command, docs) }])),
  components: {
    securitySchemes: { Sign: signature },
    parameters,
    schemas: { ...allDefinitions(docs, prefix), ...acknowledgements(docs) },
  },
});

const introduction = `The contract of the package \`tencent-live-webhooks\`, generated from its codecs and docstrings.

- Tencent sends a POST with one JSON object. No page promises a \`Content-Type\`.
- Reply with the HTTP status **200** and a JSON object with \`ActionStatus\`, \`ErrorInfo\` and \`ErrorCode\`, within two
  seconds. Any other status, and any other body, counts as a failure.
- Tencent adds fields and words without notice: ignore the fields that you do not know.
- Account and room ids are strings or integers. The integers exceed 2^53: read them without a double.
- The \`CallbackCommand\` in the body decides which command it is. Some of Tencent's pages print another one in the URL.`;

const tagOf = ([name]: NamedCommand): string => name.slice(0, name.indexOf('.'));

const operation = (command: NamedCommand, docs: DocComments): Schema => {
  const [name, { kind, page }] = command;
  const body = codecOf(command).name;
  const { description = '', remarks = [], sources = '' }: Partial<CodecDocs> = docs.codecs.get(body) ?? {};
  return {
    operationId: name.replaceAll('.', ''),
    summary: description.split(/(?<=\.) |\n/)[0],
    description: [description, ...remarks.map((remark) => `- ${remark}`), `Sources: ${sources}`].join('\n\n'),
    externalDocs: { description: `Tencent page ${page}`, url: `https://trtc.io/document/${page}` },
    tags: [tagOf(command)],
    parameters: [
      {
        name: 'CallbackCommand',
        in: 'query',
        required: true,
        description: commandParameter,
        schema: { type: 'string', enum: namesOf(command) },
      },
      ...Object.keys(parameters).map((parameter) => ({ $ref: `#/components/parameters/${parameter}` })),
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { $ref: `${prefix}${body}` },
          example: parseLossless(samples[name as keyof typeof samples]),
        },
      },
    },
    responses: {
      200: {
        description: kind === 'before' ? 'The verdict.' : 'The acknowledgement.',
        content: { 'application/json': { schema: { $ref: `${prefix}${acknowledgementName(command)}` } } },
      },
    },
  };
};

const acknowledgementName = (command: NamedCommand): string =>
  command[1].kind === 'before' ? `${codecOf(command).name}Acknowledgement` : 'Acknowledgement';

const acknowledgements = (docs: DocComments): Schema =>
  Object.fromEntries(
    commands.map((command) => [acknowledgementName(command), acknowledgementSchema(command[1], docs, prefix)]),
  );
