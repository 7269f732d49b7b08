/**
 * The part of an inbox that is independent of the queue: for an inbox of your own.
 *
 * @module tencent-live-webhooks/inbox
 */

export type { InboxFailure } from './failure';
export type { Inbox, InboxRecord } from './inbox';
export type { Attempted, InboxOutcome } from './outcome';
export { isPermanent, permanent } from './permanent';
export { createProcessor, type Processor, type ProcessorOptions } from './processor';
export { inboxContract, type InboxUnderTest, type StartedWorker, type TestFunction } from './contract';
