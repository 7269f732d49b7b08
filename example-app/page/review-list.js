import { batch, effect, signal } from './signals-core/signals-core.mjs';
import { deleteMessages, readReview, setSwitch } from './review-api.js';
import { path } from './state.js';

const lookEveryMs = 3000;

/** What is held, the switch and the state of the store, as the app said last; undefined until it has. */
export const review = signal(undefined);
/** Why the last request failed. */
export const problem = signal(undefined);
/** How many messages the last deletion was to delete, and how many it has: another reviewer may have been faster. */
export const deletion = signal(undefined);
/** The selected messages, by their ids. */
export const selected = signal(new Set());
/** Which messages are looked for. */
export const filter = signal({ room: '', account: '' });

/** A later answer must not be overwritten by an earlier question. */
let questions = 0;

const attempt = async (work) => {
  try {
    await work();
    problem.value = undefined;
  } catch (error) {
    problem.value = error.message;
  }
};

const load = () =>
  attempt(async () => {
    const question = ++questions;
    const found = await readReview(filter.value);
    if (question !== questions) return;
    const ids = new Set(found.messages.map(({ contentId }) => contentId));
    batch(() => {
      review.value = found;
      selected.value = new Set([...selected.value].filter((id) => ids.has(id)));
    });
  });

export const loadOlder = () =>
  attempt(async () => {
    const question = ++questions;
    const { messages, next } = await readReview({ ...filter.value, before: review.value.next });
    if (question !== questions) return;
    review.value = { ...review.value, messages: [...review.value.messages, ...messages], next, isLong: true };
  });

/** The list stands still while somebody works in it; what is above it is always up to date. */
const look = () => {
  if (document.hidden || path.value !== '/review') return;
  if (selected.value.size === 0 && !review.value?.isLong) void load();
  else
    void attempt(async () => {
      const { store, enabled } = await readReview(filter.value);
      review.value = { ...review.value, store, enabled };
    });
};

export const search = (fields) =>
  batch(() => {
    filter.value = fields;
    selected.value = new Set();
  });

export const select = (contentIds, isSelected) => {
  const ids = new Set(selected.value);
  for (const id of contentIds) {
    if (isSelected) ids.add(id);
    else ids.delete(id);
  }
  selected.value = ids;
};

export const deleteSelected = () =>
  attempt(async () => {
    const contentIds = [...selected.value];
    deletion.value = undefined;
    const { deleted } = await deleteMessages(contentIds);
    deletion.value = { wanted: contentIds.length, deleted };
    selected.value = new Set();
    await load();
    requestAnimationFrame(() => document.querySelector('#review-title')?.focus());
  });

export const turnSwitch = () =>
  attempt(async () => {
    const { enabled } = await setSwitch(!review.value.enabled);
    review.value = { ...review.value, enabled };
  });

// Also when the filter changes, which `load` reads.
effect(() => {
  if (path.value === '/review') void load();
});
setInterval(look, lookEveryMs);
