import { Router } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Handlers } from 'tencent-live-webhooks';
import type { Database } from '../store/database';
import { requireApiKey } from './api-key';
import { createBacklog } from './backlog';
import type { ModerationConfig } from './config';
import { createEndpoints, longestAnswerMs } from './endpoints';
import { createMessageHandler } from './handler';
import { inTime } from './in-time';
import { createKeeper } from './keeper';
import { createMeasures } from './measures';
import { serveApart } from './own-port';
import { Problem } from './problem';
import { keepRetention } from './retention';
import { createReview } from './review';
import { createStore } from './store';
import { watchToggle } from './toggle';
import { openWordList } from './word-list';

/** The moderation server that TUILiveKit Manager's `MODERATION_MODE=custom` asks for. */
export interface Moderation {
  /** The handler of `Group.CallbackBeforeSendMsg`; none while `MODERATION` is off. */
  readonly handlers: Pick<Handlers, 'Group.CallbackBeforeSendMsg'>;
  /** For the option `fallback` of the package: what answers a message where the handler cannot. */
  readonly fallback: { readonly 'Group.CallbackBeforeSendMsg'?: 'allow' | 'deny' };
  /** The Manager's endpoints, below `/moderation`; nothing where they have a port of their own. */
  readonly router: Router;
  /** What the Review tab calls. It asks for no key: mount it behind the page's password, at `/api/review`. */
  readonly reviewRouter: Router;
  /** Stops the timers and stores what waits. The database stays open. */
  close(): Promise<void>;
}

interface Parts {
  readonly database: Pick<Database, 'query' | 'run'>;
  readonly config: ModerationConfig;
  /** The address on which a port of the endpoints' own listens. */
  readonly host: string;
  /** Requests of the Manager for another application are refused. */
  readonly sdkAppId: number;
  /** In the demo, the endpoints need no key as long as none is set. */
  readonly isDemo: boolean;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** Creates the tables where there are none. Throws `StartupError` where the word list cannot be used. */
export const createModeration = async (parts: Parts): Promise<Moderation> => {
  const { database, config, host, sdkAppId, isDemo, logger, registry } = parts;
  const { mode, port, onFailure, timeZone, apiKey, wordsFile } = config;
  const wordList = mode === 'rules' && wordsFile !== undefined ? openWordList(wordsFile, logger) : undefined;
  const store = await createStore(database);
  const watched = await watchToggle(store, logger);
  const toggle = { ...watched, isEnabled: () => mode !== 'off' && watched.isEnabled() };
  const stopRetention = keepRetention(store, config.retentionDays, logger);

  const backlog = createBacklog(logger, () => measures.countLost());
  const measures = createMeasures(registry, backlog.size);

  const setEnabled = async (isEnabled: boolean): Promise<void> => {
    if (mode === 'off' && isEnabled) {
      throw new Problem(
        409,
        'This server runs with MODERATION=off: set MODERATION=review or rules, and start it again.',
      );
    }
    await inTime(watched.set(isEnabled), longestAnswerMs);
  };
  const requireKey = requireApiKey(apiKey, isDemo);
  const endpoints = createEndpoints({ store, toggle, setEnabled, requireKey, sdkAppId, timeZone, logger });
  const stopServing = port === undefined ? undefined : await serveApart(endpoints, host, port);
  const keep = createKeeper({ store, backlog, onFailure, logger });
  const handler = createMessageHandler({ config, toggle, matcher: wordList?.current, keep, measures });

  return {
    handlers: mode === 'off' ? {} : { 'Group.CallbackBeforeSendMsg': handler },
    fallback: mode === 'off' ? {} : { 'Group.CallbackBeforeSendMsg': onFailure },
    router: stopServing ? Router() : endpoints,
    reviewRouter: createReview({ store, toggle, setEnabled, waiting: backlog.size, mode, logger }),
    close: async () => {
      await stopServing?.();
      wordList?.close();
      await watched.close();
      await stopRetention();
      await backlog.close();
    },
  };
};
