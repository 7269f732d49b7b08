import {
  liveWebhooks,
  type Handlers,
  type Inbox,
  type LiveWebhooks,
  type LiveWebhooksOptions,
  type Outcome,
} from 'tencent-live-webhooks';
import type { Config } from '../config';

interface Parts {
  readonly handlers: Handlers;
  /** With one, only the handlers of before-commands run here: the worker runs the others. */
  readonly inbox: Inbox | undefined;
  /** What answers a before-command whose handler cannot. */
  readonly fallback: LiveWebhooksOptions['fallback'];
  readonly onOutcome: (outcome: Outcome) => void;
}

/** The middleware for the callback URL. It needs no `dedupe`: the database knows each event by its id, also after a restart. */
export const createWebhooks = (
  { sdkAppId, token }: Config,
  { handlers, inbox, fallback, onOutcome }: Parts,
): LiveWebhooks =>
  liveWebhooks({
    sdkAppId,
    // The one place that decides whether requests must be signed.
    token,
    handlers,
    inbox,
    fallback,
    onOutcome,
  });
