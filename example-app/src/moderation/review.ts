import { Router, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { decode, ReviewDeleteBody, ReviewQuery, ReviewToggleBody } from './bodies';
import type { ModerationConfig } from './config';
import { contentOf } from './content';
import { longestAnswerMs, onlyMethods, readJson } from './endpoints';
import { inTime } from './in-time';
import { elementsOf, type HeldMessage } from './message';
import { answerProblem, Problem } from './problem';
import type { Store } from './store';
import type { Toggle } from './toggle';

const pageSize = 50;

interface Parts {
  readonly store: Store;
  readonly toggle: Toggle;
  readonly setEnabled: (isEnabled: boolean) => Promise<void>;
  /** How many changes wait for the database. */
  readonly waiting: () => number;
  readonly mode: ModerationConfig['mode'];
  readonly logger: Logger;
}

/** What the Review tab of the board reads and does. The board's password protects it. */
export const createReview = ({ store, toggle, setEnabled, waiting, mode, logger }: Parts): Router => {
  const review = Router();
  review.use(requireJson, readJson);

  review
    .route('/')
    .get(async (request, response) => {
      const { room, account, before } = decode(ReviewQuery, request.query);
      const search = { receiver: room, account, before, limit: pageSize + 1 };
      const [found, held] = await inTime(Promise.all([store.search(search), store.count()]), longestAnswerMs);
      const messages = found.slice(0, pageSize);
      response.set('Cache-Control', 'no-store').json({
        mode,
        enabled: toggle.isEnabled(),
        store: { reachable: toggle.isReachable(), waiting: waiting(), held },
        messages: messages.map(entryOf),
        // The cursor of the next page, where there is one.
        next: found.length > pageSize ? messages.at(-1)?.position : undefined,
      });
    })
    .all(onlyMethods('GET'));

  review
    .route('/toggle')
    .post(async (request, response) => {
      const { enabled } = decode(ReviewToggleBody, request.body);
      await setEnabled(enabled);
      response.json({ enabled });
    })
    .all(onlyMethods('POST'));

  review
    .route('/delete')
    .post(async (request, response) => {
      const { contentIds } = decode(ReviewDeleteBody, request.body);
      response.json({ deleted: await inTime(store.remove(contentIds), longestAnswerMs) });
    })
    .all(onlyMethods('POST'));

  review.use((request) => {
    throw new Problem(404, `There is no ${request.method} ${request.path} here.`);
  });
  review.use(answerProblem(logger, (_status, error) => ({ error })));
  return review;
};

/** A page of another site can make a browser send its password along with a text or a form, and not with this type. */
const requireJson: RequestHandler = (request, _response, next) => {
  if (['GET', 'HEAD'].includes(request.method) || request.is('application/json')) next();
  else throw new Problem(415, 'Send the body as JSON, with the Content-Type application/json.');
};

const entryOf = (message: HeldMessage) => ({
  contentId: message.contentId,
  room: message.receiver,
  account: message.account,
  content: contentOf(elementsOf(message)),
  heldAt: message.heldAt,
});
