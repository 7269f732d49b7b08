import { documentedProject } from './project';

const pages = ['docs/inboxes.md', 'docs/operations.md', 'docs/redis.md'];
const project = documentedProject(pages);
afterAll(() => project.remove());

/** Runs the contract, with a broker in memory, on what a document's code makes of it. */
const contract = (recipe: string, broker: string) => `
  import { describe, it } from 'node:test';
  import { setTimeout as sleep } from 'node:timers/promises';
  import { inboxContract } from 'tencent-live-webhooks/inbox';
  import * as recipe from './inboxes.md/${recipe}.js';
  describe('${recipe}', { concurrency: true }, () => inboxContract(it, async () => { ${broker} }));
`;

/** One partition, whose messages are committed one after the other. */
const kafka = `
  const topics = { 'tencent-live': [], 'tencent-live-failed': [] };
  const producer = {
    send: async ({ topic, acks, messages }) => {
      if (acks !== -1) throw new Error('The message may be lost.');
      for (const { key, value, headers } of messages) topics[topic].push({ key, value: Buffer.from(value), headers });
    },
  };
  let committed = 0;
  return {
    inbox: recipe.kafkaInbox(producer),
    startWorker: (handlers) => {
      let isStopped = false;
      const eachMessage = recipe.eachMessage(handlers, producer);
      const running = (async () => {
        while (!isStopped) {
          const message = topics['tencent-live'][committed];
          if (!message) await sleep(2);
          else {
            await eachMessage({ message });
            committed += 1;
          }
        }
      })();
      return { stop: () => ((isStopped = true), running) };
    },
    close: async () => {},
  };
`;

/** A queue with visibility timeouts, and deduplication as in a FIFO queue. */
const sqs = `
  const messages = new Map();
  const queueUrl = 'https://sqs.example.com/live.fifo';
  const deadLetterUrl = 'https://sqs.example.com/failed.fifo';
  const sqs = {
    sendMessage: async ({ QueueUrl, MessageBody, MessageDeduplicationId: id }) => {
      if (QueueUrl !== queueUrl || messages.has(id)) return;
      messages.set(id, { Body: MessageBody, ReceiptHandle: id, received: 0, visibleAt: 0 });
    },
    receiveMessage: async ({ MaxNumberOfMessages }) => {
      await sleep(2);
      const visible = [...messages.values()].filter(({ visibleAt }) => visibleAt <= Date.now());
      const Messages = visible.slice(0, MaxNumberOfMessages).map((message) => {
        message.visibleAt = Date.now() + 30_000;
        message.received += 1;
        return { ...message, Attributes: { ApproximateReceiveCount: String(message.received) } };
      });
      return { Messages };
    },
    deleteMessage: async ({ ReceiptHandle }) => messages.delete(ReceiptHandle),
    changeMessageVisibility: async ({ ReceiptHandle, VisibilityTimeout }) => {
      messages.get(ReceiptHandle).visibleAt = Date.now() + VisibilityTimeout * 1000;
    },
  };
  return {
    inbox: recipe.sqsInbox(sqs, queueUrl),
    startWorker: (handlers) => {
      const controller = new AbortController();
      const running = recipe.work(sqs, queueUrl, deadLetterUrl, handlers, controller.signal, () => 0.1);
      return { stop: () => (controller.abort(), running) };
    },
    close: async () => {},
  };
`;

/** What becomes of messages for which there will never be a handler's success. */
const failures = `
  import assert from 'node:assert/strict';
  import { test } from 'node:test';
  import { permanent } from 'tencent-live-webhooks/inbox';
  import { sampleBody } from 'tencent-live-webhooks/testing';
  import { eachMessage } from './inboxes.md/kafka.js';
  import { work } from './inboxes.md/sqs.js';

  test('Kafka: a message that is no record is moved to the failed ones, unchanged', async () => {
    for (const value of [Buffer.from('not JSON'), null]) {
      const sent = [];
      const process = eachMessage({}, { send: async ({ topic, messages }) => sent.push({ topic, ...messages[0] }) });
      let message = { key: Buffer.from('room'), value };
      do {
        await process({ message });
        message = sent.at(-1);
      } while (message.topic === 'tencent-live');
      assert.equal(message.topic, 'tencent-live-failed');
      assert.equal(message.value, String(value));
      assert.deepEqual(message.key, Buffer.from('room'));
    }
  });

  test('SQS: what is permanent is moved to the dead-letter queue', async () => {
    const sent = [];
    const deleted = [];
    const stopping = new AbortController();
    const record = {
      version: 1,
      recordId: 'record',
      command: 'Live.CallbackAfterDestroyRoom',
      urlCommand: 'Live.CallbackAfterDestroyRoom',
      sdkAppId: 1400000001,
      receivedAt: '2026-01-01T00:00:00.000Z',
      rawBody: JSON.stringify(sampleBody('Live.CallbackAfterDestroyRoom')),
    };
    const sqs = {
      sendMessage: async (message) => sent.push(message),
      receiveMessage: async () => {
        stopping.abort();
        return { Messages: [{ Body: JSON.stringify(record), ReceiptHandle: 'receipt' }] };
      },
      deleteMessage: async ({ ReceiptHandle }) => deleted.push(ReceiptHandle),
      changeMessageVisibility: async () => assert.fail('It would be tried again.'),
    };
    const fail = () => {
      throw permanent(new Error('no such room'));
    };
    const handlers = { 'Live.CallbackAfterDestroyRoom': fail };
    await work(sqs, 'live', 'failed', handlers, stopping.signal);
    assert.deepEqual([sent[0].QueueUrl, JSON.parse(sent[0].MessageBody)], ['failed', record]);
    assert.deepEqual(deleted, ['receipt']);
  });
`;

test('every recipe of an inbox keeps the contract, with a broker in memory', async () => {
  const complaints = await project.compile();
  expect(complaints).toEqual([]);
  project.write('kafka.test.mjs', contract('kafka', kafka));
  project.write('sqs.test.mjs', contract('sqs', sqs));
  project.write('failures.test.mjs', failures);
  const files = ['kafka.test.mjs', 'sqs.test.mjs', 'failures.test.mjs', 'inboxes.md/contract.test.js'];
  const printed = await project.node(['--test', '--test-reporter=tap', ...files]);
  expect(printed).toMatch(/^# pass 20$/m);
  expect(printed).toMatch(/^# fail 0$/m);
}, 90_000);
