import { getJson } from './http.js';
import { t } from './texts.js';

const request = (path, options) =>
  getJson(`/api/review${path}`, options).catch((error) => {
    // What `fetch` throws without an answer is in the browser's words, and each browser has others.
    throw error instanceof TypeError ? new Error(t('review-no-answer')) : error;
  });

const post = (path, body) =>
  request(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** One page of held messages; `filter` has `room`, `account` and `before`, each of which may be empty. */
export const readReview = (filter) => request(`?${new URLSearchParams(Object.entries(filter).filter(([, v]) => v))}`);
export const deleteMessages = (contentIds) => post('/delete', { contentIds });
export const setSwitch = (enabled) => post('/toggle', { enabled });
