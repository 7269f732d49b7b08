import { html } from './lit-html/lit-html.js';
import { number } from './format.js';
import {
  deleteSelected,
  deletion,
  filter,
  loadOlder,
  problem,
  review,
  search,
  select,
  selected,
  turnSwitch,
} from './review-list.js';
import { heldMessages } from './review-messages.js';
import { t } from './texts.js';

const switchOf = ({ mode, enabled }) => html`
  <div class="bar">
    <button
      type="button"
      role="switch"
      aria-checked=${String(enabled)}
      aria-labelledby="review-switch-label"
      aria-describedby="review-switch-help"
      ?disabled=${mode === 'off'}
      @click=${turnSwitch}
    >
      <span aria-hidden="true">${t(enabled ? 'review-on' : 'review-off')}</span>
    </button>
    <strong id="review-switch-label">${t('review-switch')}</strong>
    <span id="review-switch-help">${t(mode === 'off' || enabled ? `review-mode-${mode}` : 'review-all-sent')}</span>
  </div>
`;

const stateOf = ({ reachable, waiting, held }) => html`
  <p role="status">
    ${t('review-held', { count: number(held) })}
    ${problem.value === undefined ? t(reachable ? 'review-store-ok' : 'review-store-away') : ''}
    ${waiting > 0 ? t('review-waiting', { count: number(waiting) }) : ''}
    ${deletion.value ? t('review-deleted', { count: number(deletion.value.deleted), of: number(deletion.value.wanted) }) : ''}
  </p>
`;

const onSearch = (event) => {
  event.preventDefault();
  const { room, account } = Object.fromEntries(new FormData(event.target));
  search({ room: room.trim(), account: account.trim() });
};

const searchForm = () => html`
  <form class="bar" role="search" aria-label=${t('review-title')} @submit=${onSearch}>
    <label><span>${t('room')}</span><input name="room" maxlength="256" .defaultValue=${filter.value.room} /></label>
    <label
      ><span>${t('review-account')}</span><input name="account" maxlength="256" .defaultValue=${filter.value.account}
    /></label>
    <button>${t('review-search')}</button>
  </form>
`;

const onDelete = () => {
  if (confirm(t('review-confirm', { count: number(selected.value.size) }))) void deleteSelected();
};

const list = ({ messages, next }) => html`
  <div class="bar">
    <label>
      <input
        type="checkbox"
        .checked=${messages.every(({ contentId }) => selected.value.has(contentId))}
        @change=${(event) =>
          select(
            messages.map(({ contentId }) => contentId),
            event.target.checked,
          )}
      />
      <span>${t('review-select-all')}</span>
    </label>
    <button type="button" ?disabled=${selected.value.size === 0} @click=${onDelete}>
      ${t('review-delete', { count: number(selected.value.size) })}
    </button>
  </div>
  ${heldMessages(messages, selected.value, select)}
  ${next ? html`<p class="bar"><button type="button" @click=${loadOlder}>${t('older')}</button></p>` : ''}
`;

const isFiltered = () => filter.value.room !== '' || filter.value.account !== '';

const content = (found) => html`
  ${switchOf(found)} ${stateOf(found.store)}
  <p>${t('review-approve')}</p>
  ${searchForm()}
  ${
    found.messages.length === 0
      ? html`<p class="empty">${t(isFiltered() ? 'review-no-match' : 'review-none')}</p>`
      : list(found)
  }
`;

/** The held messages of all rooms, with their search and deletion, and the switch of the moderation server. */
export const reviewView = () => html`
  <section class="review" aria-labelledby="review-title">
    <h2 id="review-title" tabindex="-1">${t('review-title')}</h2>
    <p role="alert" class=${problem.value === undefined ? '' : 'warning'}>${problem.value ?? ''}</p>
    ${review.value === undefined ? '' : content(review.value)}
  </section>
`;
