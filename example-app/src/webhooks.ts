import {
  liveWebhooks,
  type Handlers,
  type Inbox,
  type LiveWebhooks,
  type LiveWebhooksOptions,
  type Outcome,
} from 'tencent-live-webhooks';
import type { Config } from './config';

interface Parts {
  readonly handlers: Handlers;
  /** With one, of the handlers only the verdicts are asked here: the worker has the others. */
  readonly inbox: Inbox | undefined;
  readonly fallback: LiveWebhooksOptions['fallback'];
  readonly onOutcome: (outcome: Outcome) => Promise<void>;
}

export const createWebhooks = (
  { sdkAppId, token }: Config,
  { handlers, inbox, fallback, onOutcome }: Parts,
): LiveWebhooks =>
  // No `dedupe`: the database knows each event by its id, also after a restart.
  liveWebhooks({ sdkAppId, token, handlers, inbox, fallback, onOutcome });
