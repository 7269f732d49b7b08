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
      for (const { value, headers } of messages) topics[topic].push({ value: Buffer.from(value), headers });
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
  const sqs = {
    sendMessage: async ({ MessageBody, MessageDeduplicationId: id }) => {
      if (!messages.has(id)) messages.set(id, { Body: MessageBody, ReceiptHandle: id, received: 0, visibleAt: 0 });
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
    inbox: recipe.sqsInbox(sqs, 'https://sqs.example.com/live.fifo'),
    startWorker: (handlers) => {
      const controller = new AbortController();
      const running = recipe.work(sqs, 'https://sqs.example.com/live.fifo', handlers, controller.signal, () => 0.1);
      return { stop: () => (controller.abort(), running) };
    },
    close: async () => {},
  };
`;

test('every recipe of an inbox keeps the contract, with a broker in memory', async () => {
  const complaints = await project.compile();
  expect(complaints).toEqual([]);
  project.write('kafka.test.mjs', contract('kafka', kafka));
  project.write('sqs.test.mjs', contract('sqs', sqs));
  const files = ['kafka.test.mjs', 'sqs.test.mjs', 'inboxes.md/contract.test.js'];
  const printed = await project.node(['--test', '--test-reporter=tap', ...files]);
  expect(printed).toMatch(/^# pass 18$/m);
  expect(printed).toMatch(/^# fail 0$/m);
}, 90_000);
