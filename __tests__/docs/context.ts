/** What the fragments of code in the documents take for granted, and how an option that stands alone is completed. */
export const context = `
  import expressModule, { type Express } from 'express';
  import type { Server } from 'node:http';
  import type { Queue, Worker } from 'bullmq';
  import type { createClient } from 'redis';
  import type { Handlers, LiveWebhooks } from 'tencent-live-webhooks';

  declare global {
    const app: Express;
    const client: ReturnType<typeof createClient>;
    const express: typeof expressModule;
    const handlers: Handlers;
    const keep: (why: string, body: Buffer) => Promise<void>;
    const log: (error: Error) => void;
    const queue: Queue;
    const server: Server;
    const url: string;
    const webhooks: LiveWebhooks;
    const worker: Worker;
  }
`;

/** The handlers that the recipes import: one that works, one that fails, and one that is late. */
export const handlers = `
  import { setTimeout as sleep } from 'node:timers/promises';
  import { allow, type Handlers } from 'tencent-live-webhooks';

  export const handlers: Handlers = {
    'Live.CallbackBeforeSendGift': () => allow(),
    'Live.CallbackAfterCreateRoom': () => {
      throw new Error('the database is away');
    },
    'Live.CallbackAfterDestroyRoom': () => sleep(1600),
  };
`;

const options = 'export const webhooks = liveWebhooks({ sdkAppId: 1400000001, handlers: {},';
const beforeOption = `import { liveWebhooks } from 'tencent-live-webhooks'; ${options}`;

/** The code as a module, each line of it where it stands in its document. */
export const asModule = ({ code, line }: { readonly code: string; readonly line: number }): string => {
  const isOption = /^\w+: /.test(code);
  return `${'\n'.repeat(line - 2)}${isOption ? beforeOption : ''}\n${code}${isOption ? '});' : ''}`;
};
