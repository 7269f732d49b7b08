import { setTimeout as sleep } from 'node:timers/promises';
import { storeFirst } from '../../example-app/src/webhooks/store-first';
import { deny, type Handlers } from '../../lib';
import { post, receiver } from '../support/receiver';

const command = 'Group.CallbackBeforeSendMsg';
const kept = () => Promise.resolve();

/** Sends one message to an app with these handlers; its reply, what the store was given, and how long it took. */
const ask = async (handlers: Handlers, keep: () => Promise<void>) => {
  const stored: [command: string, errorCode: number | undefined][] = [];
  const unconfirmed: string[] = [];
  const store = {
    keep: (delivery: { readonly command: string }, _projection: object, errorCode?: number) => {
      stored.push([delivery.command, errorCode]);
      return keep();
    },
  };
  const { webhooks, outcomes } = receiver({
    handlers: storeFirst(handlers, { store, onUnconfirmed: (name) => unconfirmed.push(name) }),
  });
  const start = performance.now();
  const { body } = await post(webhooks, { command });
  return { reply: body as unknown, type: outcomes[0]?.type, stored, unconfirmed, ms: performance.now() - start };
};

test('a message without a handler of its own is allowed as it is, once it is stored', async () => {
  expect(await ask({}, kept)).toMatchObject({
    // A reply with the message in it would replace the message.
    reply: { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 },
    stored: [[command, 0]],
    unconfirmed: [],
  });
  expect(Object.keys((await ask({}, kept)).reply as object)).toEqual(['ActionStatus', 'ErrorInfo', 'ErrorCode']);
});

test('a verdict is stored with its event before it is sent', async () => {
  const { reply, stored, unconfirmed } = await ask({ [command]: () => deny() }, kept);
  expect(reply).toMatchObject({ ErrorCode: 1 });
  expect([stored, unconfirmed]).toEqual([[[command, 1]], []]);
});

test.each([
  ['decides at once', 0],
  ['takes a second', 1000],
])(
  'the verdict of a handler that %s is sent in time while the database is stuck, and that is reported',
  async (_what, handlerMs) => {
    const handler = async () => {
      await sleep(handlerMs);
      return deny();
    };
    const { reply, type, unconfirmed, ms } = await ask({ [command]: handler }, () => new Promise(() => {}));
    expect(reply).toMatchObject({ ErrorCode: 1 });
    expect([type, unconfirmed]).toEqual(['handled', [command]]);
    expect(ms).toBeLessThan(1500);
  },
);
