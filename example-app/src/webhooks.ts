import type { Logger } from 'pino';
import { liveWebhooks, type Handlers, type Inbox, type LiveWebhooks } from 'tencent-live-webhooks';
import type { Config } from './config';
import { outcomeLog } from './outcome-log';

/** With an inbox, of the handlers only the verdict on gifts is asked here: the worker has the others. */
export const createWebhooks = (
  { sdkAppId, token }: Config,
  handlers: Handlers,
  logger: Logger,
  inbox?: Inbox,
): LiveWebhooks => liveWebhooks({ sdkAppId, token, handlers, inbox, onOutcome: outcomeLog(logger) });
