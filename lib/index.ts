/**
 * The middleware, its options, and what handlers and hooks get to see.
 *
 * @module tencent-live-webhooks
 */

export { liveWebhooks, type LiveWebhooks } from './live-webhooks';
export type { LiveWebhooksOptions } from './options';
export type {
  AfterCommandName,
  AfterOrBefore,
  BeforeCommandName,
  Commands,
  HandlerOf,
  Handlers,
  Outcome,
  OwnCommands,
} from './handlers';
export type { Delivery, Platform } from './delivery/delivery';
export type { Failure, FailureType, Issue } from './delivery/failure';
export type { Ack, Failed, Late, Refused, Reported, Succeeded } from './delivery/outcome';

export type { Inbox, InboxRecord } from './inbox/inbox';
export { memoryStore, type MemoryStoreOptions } from './stores/memory';
export type { ClaimState, DedupeStore } from './stores/store';

export { after, before } from './commands/command';
export type { AfterCommand, BeforeCommand, BeforeCommandDetails, CommandDetails, Fallback } from './commands/command';
export type { Reply, ReplyCodec, ReplyDefinition } from './commands/reply';
export { allow, deny, drop } from './commands/verdict';
export type { Allow, AllowReplaced, Deny, Drop, Replacement } from './commands/verdict';
export type { CommandName, EventOf } from './commands';

export type * from './commands/follow';
export type * from './commands/group';
export type * from './commands/live-battle';
export type * from './commands/live-gift';
export type * from './commands/live-member';
export type * from './commands/live-metadata';
export type * from './commands/live-recording';
export type * from './commands/live-room';
export type { MessageElement } from './commands/message';
export type * from './commands/mic';
