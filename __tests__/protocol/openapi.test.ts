import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { allow, deny, drop } from '../../lib';
import { catalogue } from '../../lib/commands';
import type { Command } from '../../lib/commands/command';
import { openApiDocument } from '../../lib/protocol/openapi';
import type { Schema } from '../../lib/protocol/json-schema';
import { post, receiver } from '../support/receiver';
import { docComments, validator } from '../support/validator';

jest.setTimeout(60_000);

const read = (file: string): unknown => JSON.parse(readFileSync(resolve(__dirname, '../..', file), 'utf8'));

const { version } = read('package.json') as { version: string };

interface OpenApi {
  readonly webhooks: Readonly<Record<string, { readonly post: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly { readonly $ref?: string; readonly name?: string; readonly schema?: Schema }[];
  readonly requestBody: { readonly content: { 'application/json': { schema: Schema; example: unknown } } };
  readonly responses: { readonly 200: { readonly content: { 'application/json': { schema: Schema } } } };
}

const document = openApiDocument(docComments(), version) as unknown as OpenApi;
const commands = Object.entries<Command>(catalogue);

/** Compiles a schema of the document. */
const compiled = (schema: Schema) => validator({ ...schema, components: document.components });

/** Every object in a value. */
const objectsIn = (value: unknown): readonly Record<string, unknown>[] =>
  typeof value === 'object' && value !== null
    ? [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)]
    : [];

it('is among the packed files, as the codecs and docstrings say now', () => {
  expect(read('dist/openapi.json')).toEqual(JSON.parse(JSON.stringify(document)));
});

it('has a webhook for every command, under an id of its own', () => {
  expect(Object.keys(document.webhooks)).toEqual(commands.map(([name]) => name));
  const ids = Object.values(document.webhooks).map((webhook) => webhook.post.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z]+$/);
});

it('has what each of its references names', () => {
  const references = objectsIn(document).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));
  expect(references.length).toBeGreaterThan(commands.length * 3);
  for (const reference of references) {
    const [root, ...path] = reference.split('/');
    expect(root).toBe('#');
    expect(path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], document)).toBeInstanceOf(
      Object,
    );
  }
});

it('describes every object and every field', () => {
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    for (const [field, { description }] of Object.entries(schema['properties'] as Record<string, Schema>)) {
      expect([name, field, description]).toEqual([name, field, expect.stringMatching(/^[A-Z0-9`][^]*\.$/)]);
      expect(description).not.toContain('undefined');
    }
  }
});

describe.each(commands)('of %s', (name, { kind, page }) => {
  const { summary, description, parameters, requestBody, responses } = document.webhooks[name]!.post;

  it('has a summary, the contradictions of the pages, and the sources', () => {
    expect(summary).toMatch(/^[A-Z].*\.$/);
    expect(description).toContain(summary);
    expect(description).toContain('\n\n- ');
    expect(description).toContain('Sources: ');
    expect(description).toContain(String(page));
  });

  it('has the parameters of the URL', () => {
    expect(parameters.map(({ name: parameter, $ref }) => parameter ?? $ref?.split('/').at(-1))).toEqual([
      'CallbackCommand',
      'SdkAppid',
      'RequestTime',
      'ClientIP',
      'OptPlatform',
      'contenttype',
    ]);
    expect(parameters[0]?.schema).toMatchObject({ enum: expect.arrayContaining([name]) });
  });

  it('has an example that is valid', () => {
    const { schema, example } = requestBody.content['application/json'];
    expect(compiled(schema)(example)).toBe(true);
  });

  it('accepts the reply to it, and none that lacks a member', () => {
    const validate = compiled(responses[200].content['application/json'].schema);
    const ack = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };
    expect(validate(ack)).toBe(true);
    expect(validate({ ...ack, ActionStatus: 'FAIL', ErrorCode: 422 })).toBe(true);
    expect(validate({ ...ack, ErrorCode: 10086 })).toBe(kind === 'after');
    expect(validate({ ...ack, ActionStatus: 'ok' })).toBe(false);
    for (const key of Object.keys(ack)) expect(validate({ ...ack, [key]: undefined })).toBe(false);
  });
});

describe('the reply to a before-command', () => {
  const schemaOf = (name: string): Schema =>
    document.webhooks[name]!.post.responses[200].content['application/json'].schema;
  const gift = 'Live.CallbackBeforeSendGift';
  const message = 'Group.CallbackBeforeSendMsg';
  const MsgBody = [{ MsgType: 'TIMTextElem', MsgContent: { Text: '***' } }];

  it.each([
    [gift, allow()],
    [gift, deny()],
    [gift, deny(102100, 'no')],
    [gift, deny(102200, 'no')],
    [message, allow()],
    [message, allow({ MsgBody, CloudCustomData: 'x' })],
    [message, deny(10100)],
    [message, deny(10200)],
    [message, drop()],
  ])('to %s is as the document says when the handler returns %j', async (name, verdict) => {
    const { webhooks, outcomes } = receiver({ handlers: { [name]: () => verdict } });
    const { body } = (await post(webhooks, { command: name })) as { body: unknown };
    expect(outcomes).toMatchObject([{ type: 'handled' }]);
    expect(compiled(schemaOf(name))(body)).toBe(true);
  });

  it.each([
    [gift, 2],
    [gift, 102099],
    [gift, 102201],
    [gift, 10100],
    [message, 3],
    [message, 10099],
    [message, 10201],
    [message, 102100],
  ])('to %s may not have the code %d', (name, ErrorCode) => {
    expect(compiled(schemaOf(name))({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode })).toBe(false);
  });

  it('replaces a message by elements only', () => {
    const reply = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };
    expect(compiled(schemaOf(message))({ ...reply, MsgBody })).toBe(true);
    expect(compiled(schemaOf(message))({ ...reply, MsgBody: [{ MsgType: 'TIMTextElem' }] })).toBe(false);
    expect(compiled(schemaOf(message))({ ...reply, CloudCustomData: 1 })).toBe(false);
  });
});
