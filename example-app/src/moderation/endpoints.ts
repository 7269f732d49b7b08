import { randomUUID } from 'node:crypto';
import { json, Router, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { DeleteBody, decode, ListBody, ToggleBody } from './bodies';
import { contentOf } from './content';
import { inTime } from './in-time';
import { elementsOf, type HeldMessage } from './message';
import { answerProblem, Problem } from './problem';
import type { Store } from './store';
import { createTimeFormat } from './time';
import type { Toggle } from './toggle';

/** The Manager gives up after 10 seconds. */
export const longestAnswerMs = 8000;

/** Reads a body as JSON whatever its Content-Type says. */
export const readJson: RequestHandler = json({ limit: '1mb', type: () => true });

interface Parts {
  readonly store: Store;
  readonly toggle: Toggle;
  /** Turns the switch, or says why it cannot be turned. */
  readonly setEnabled: (isEnabled: boolean) => Promise<void>;
  readonly requireKey: RequestHandler;
  readonly sdkAppId: number;
  readonly timeZone: string;
  readonly logger: Logger;
}

/** The endpoints that TUILiveKit Manager calls, below `CUSTOM_MODERATION_BASE_URL`. */
export const createEndpoints = (parts: Parts): Router => {
  const { store, toggle, setEnabled, requireKey, sdkAppId, timeZone, logger } = parts;
  const format = createTimeFormat(timeZone);

  const assertOurs = (id: number | string | undefined): void => {
    if (id === undefined || Number(id) === sdkAppId) return;
    throw new Problem(403, 'The SdkAppId is another one than this server has: see SDK_APP_ID.');
  };
  const entryOf = (message: HeldMessage) => ({
    ContentId: message.contentId,
    From_Account: message.account,
    Content: contentOf(elementsOf(message)),
    Time: format(message.heldAt),
  });

  const moderation = Router();
  moderation.use(requireKey, readJson);

  moderation
    .route('/toggle')
    .get((_request, response) => {
      response.json({ ActionStatus: 'OK', ErrorCode: 0, Enabled: toggle.isEnabled() });
    })
    .post(async (request, response) => {
      const { Enabled } = decode(ToggleBody, request.body);
      await setEnabled(Enabled);
      response.json({ ActionStatus: 'OK', ErrorCode: 0, Enabled });
    })
    .all(onlyMethods('GET, POST'));

  moderation
    .route('/list')
    .post(async (request, response) => {
      const { SdkAppId, Receiver, PageNo, PageSize } = decode(ListBody, request.body);
      assertOurs(SdkAppId);
      const { total, messages } = await inTime(store.readPage(Receiver, PageNo, PageSize), longestAnswerMs);
      response.json({ TotalCount: total, RequestId: randomUUID(), Data: messages.map(entryOf) });
    })
    .all(onlyMethods('POST'));

  moderation
    .route('/delete')
    .post(async (request, response) => {
      const { SdkAppId, ContentIds } = decode(DeleteBody, request.body);
      assertOurs(SdkAppId);
      const DeletedCount = await inTime(store.remove(ContentIds), longestAnswerMs);
      response.json({ ActionStatus: 'OK', ErrorCode: 0, DeletedCount, RequestId: randomUUID() });
    })
    .all(onlyMethods('POST'));

  moderation.use((request) => {
    throw new Problem(404, `There is no ${request.method} ${request.path} here.`);
  });
  moderation.use(answerProblem(logger));

  const router = Router();
  router.use('/moderation', moderation);
  return router;
};

export const onlyMethods =
  (methods: string): RequestHandler =>
  (_request, response) => {
    response.set('Allow', methods);
    throw new Problem(405, `This path takes ${methods} only.`);
  };
