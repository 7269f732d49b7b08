import type { StandardSchemaV1 } from '@standard-schema/spec';
import * as v from 'valibot';
import { z } from 'zod';
import { after, before, type Delivery } from '../lib';
import { plainAck, post, receiver } from './support/receiver';

const entered = 'Room.CallbackAfterMemberEnter';
const asked = 'C2C.CallbackBeforeSendMsg';
const body = { CallbackCommand: entered, RoomId: 'room', Members: [{ Count: 3 }], EventTime: 1703589922780 };

const schemas = [
  ['zod', z.looseObject({ RoomId: z.string(), Members: z.array(z.looseObject({ Count: z.number() })) })],
  ['valibot', v.looseObject({ RoomId: v.string(), Members: v.array(v.looseObject({ Count: v.number() })) })],
] as const;

describe.each(schemas)('a command with a schema of %s', (vendor, schema) => {
  const deliver = async (sent: object) => {
    const handler = jest.fn();
    const { webhooks, outcomes } = receiver({
      commands: { [entered]: after(schema) },
      handlers: { [entered]: handler } as never,
    });
    const { text } = await post(webhooks, { command: entered, body: { ...body, ...sent } });
    return { text, handler, outcome: outcomes[0] };
  };

  it('hands its handler what the schema gives', async () => {
    const { text, handler } = await deliver({});
    expect(text).toBe(plainAck);
    expect(handler).toHaveBeenCalledTimes(1);
    const [event, delivery] = handler.mock.calls[0] as [typeof body, Delivery];
    expect(event).toEqual(body);
    expect(delivery.occurredAt).toEqual(new Date(body.EventTime));
    expect(delivery.eventId).toHaveLength(43);
  });

  it('refuses a wrong body by the path alone, never by the value', async () => {
    const { handler, outcome } = await deliver({ Members: [{ Count: 1 }, { Count: 'secret value' }] });
    expect(handler).not.toHaveBeenCalled();
    expect(outcome?.failure).toMatchObject({
      type: 'bad-payload',
      issues: [{ path: 'Members[1].Count', expected: `valid by its ${vendor} schema` }],
    });
    expect(JSON.stringify(outcome?.failure)).not.toContain('secret value');
  });
});

describe('an asynchronous schema', () => {
  const waiting = (ms: number) =>
    z.looseObject({ RoomId: z.string() }).refine(async ({ RoomId }) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return RoomId === 'room';
    });
  // Not of zod: zod calls an asynchronous check twice, and leaves the rejection of the first call unhandled.
  const rejecting: StandardSchemaV1<unknown, { RoomId: string }> = {
    '~standard': { version: 1, vendor: 'mine', validate: () => Promise.reject(new Error('no database')) },
  };
  const deliver = async (ms: number, RoomId: string, schema: StandardSchemaV1 = waiting(ms)) => {
    const { webhooks, outcomes } = receiver({
      deadlineMs: 100,
      commands: { [entered]: after(schema) },
      handlers: { [entered]: () => {} } as never,
    });
    await post(webhooks, { command: entered, body: { ...body, RoomId } });
    await webhooks.drain();
    return outcomes;
  };

  it('is waited for', async () => {
    expect(await deliver(1, 'room')).toMatchObject([{ type: 'handled' }]);
    expect(await deliver(1, 'other')).toMatchObject([{ type: 'refused', failure: { type: 'bad-payload' } }]);
  });

  it('that rejects or does not end in time refuses the event, and ends no process', async () => {
    expect(await deliver(0, 'room', rejecting)).toMatchObject([
      { type: 'refused', failure: { type: 'internal-error' } },
    ]);
    expect(await deliver(300, 'room')).toMatchObject([
      {
        type: 'refused',
        failure: { cause: new Error('The schema did not finish in time.') },
        durationMs: expect.any(Number),
      },
    ]);
  });
});

describe('a schema of any library', () => {
  const deliver = async (validate: (value: unknown) => unknown) => {
    const handler = jest.fn();
    const schema = { '~standard': { version: 1, vendor: 'mine', validate } } as unknown as StandardSchemaV1;
    const { webhooks, outcomes } = receiver({
      deadlineMs: 200,
      commands: { [entered]: after(schema) },
      handlers: { [entered]: handler } as never,
    });
    await post(webhooks, { command: entered, body });
    const outcome = outcomes[0];
    const issues = outcome?.failure?.type === 'bad-payload' ? outcome.failure.issues : undefined;
    return { handler, outcome, type: outcome?.failure?.type, issues };
  };

  it('may give a promise of another library', async () => {
    const thenable = (result: unknown) => ({
      then: (resolve: (value: unknown) => void) => void setImmediate(() => resolve(result)),
    });
    const refused = await deliver(() => thenable({ issues: [{ message: 'no', path: ['RoomId'] }] }));
    expect(refused).toMatchObject({ type: 'bad-payload', issues: [{ path: 'RoomId' }] });
    expect(refused.handler).not.toHaveBeenCalled();
    const taken = await deliver(() => thenable({ value: 'read' }));
    expect(taken.handler).toHaveBeenCalledWith('read', expect.anything());
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
    ['gives nothing', () => undefined],
    ['gives a word', () => 'valid'],
  ])('refuses the event and ends no process when it %s', async (_what, validate) => {
    const { outcome, handler } = await deliver(validate);
    expect(outcome).toMatchObject({
      type: 'refused',
      command: entered,
      failure: { type: 'internal-error', cause: expect.any(Error) },
      rawBody: Buffer.from(JSON.stringify(body)),
    });
    expect(handler).not.toHaveBeenCalled();
  });

  it('has a hundred issues at most, whose paths are written as in JavaScript, on one line', async () => {
    const path = ['a', { key: 'b' }, 0, { key: 1 }, '2', 'c\n'];
    const { issues } = await deliver(() => ({
      issues: [
        { message: 'x', path },
        { message: 'x' },
        { message: 'x', path: [3] },
        ...Array.from({ length: 100 }, () => ({ message: 'x' })),
      ],
    }));
    expect(issues).toHaveLength(100);
    expect(issues?.slice(0, 3)).toEqual([
      { path: 'a.b[0][1].2.c\\u{a}', expected: 'valid by its mine schema' },
      { path: '', expected: 'valid by its mine schema' },
      { path: '[3]', expected: 'valid by its mine schema' },
    ]);
  });
});

describe('the verdict of a before-command of one’s own', () => {
  const judge = async (reply: Parameters<typeof before<(typeof schemas)[0][1], unknown>>[1], verdict: unknown) => {
    const { webhooks, outcomes } = receiver({
      commands: { [asked]: before(z.looseObject({}), reply) },
      handlers: { [asked]: () => verdict } as never,
    });
    const { body: ack } = await post(webhooks, { command: asked, body: { CallbackCommand: asked } });
    return { ack: ack as unknown, failure: outcomes[0]?.failure?.type };
  };

  it('is converted by a plain function', async () => {
    const reply = (isAllowed: unknown) => ({ ErrorCode: isAllowed === true ? 0 : 1, ErrorInfo: 'asked' });
    expect(await judge(reply, true)).toEqual({ ack: { ActionStatus: 'OK', ErrorInfo: 'asked', ErrorCode: 0 } });
    expect(await judge(reply, false)).toMatchObject({ ack: { ActionStatus: 'OK', ErrorCode: 1 } });
    expect(await judge(reply, undefined)).toMatchObject({ failure: 'bad-verdict' });
    expect(await judge((() => 'no reply') as never, true)).toMatchObject({ failure: 'bad-verdict' });
  });

  it('is converted by a schema, which refuses what is no verdict', async () => {
    const reply = z.boolean().transform((isAllowed) => ({ ErrorCode: isAllowed ? 0 : 1 }));
    expect(await judge(reply as never, true)).toMatchObject({ ack: { ErrorCode: 0 } });
    expect(await judge(reply as never, false)).toMatchObject({ ack: { ErrorCode: 1 } });
    expect(await judge(reply as never, 'yes')).toMatchObject({ failure: 'bad-verdict' });
  });

  it.each<[string, () => unknown]>([
    ['is asynchronous', async () => ({ value: { ErrorCode: 0 } })],
    ['gives a value along with its issues', () => ({ value: { ErrorCode: 0 }, issues: [{ message: 'no' }] })],
  ])('is refused by a schema that %s', async (_what, validate) => {
    const reply = { '~standard': { version: 1, vendor: 'own', validate } };
    expect(await judge(reply as never, true)).toMatchObject({ failure: 'bad-verdict' });
  });
});
