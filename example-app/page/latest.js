import { html } from './lit-html/lit-html.js';
import { repeat } from './lit-html/directives/repeat.js';
import { createDeliveryList } from './delivery-list.js';
import { ago, milliseconds, summaryOf } from './format.js';
import { path } from './state.js';
import { t } from './texts.js';

const isWide = matchMedia('(min-width: 1500px)');
const list = createDeliveryList(
  () => path.value === '/' && isWide.matches,
  () => ({}),
);

const line = ({ outcome, failure, errorCode, receivedAt, command, roomId, summary, durationMs }) => html`
  <li data-outcome=${outcome}>
    <p>${summaryOf(summary) || html`<code>${command ?? t('no-command')}</code>`}</p>
    <p class="where">
      <span class="outcome"
        >${failure ?? (errorCode === 0 ? t(`outcome-${outcome}`) : `${t('denied')} ${errorCode}`)}</span
      >
      ${roomId === null ? '' : html`<bdi>${roomId}</bdi>`} <span>${milliseconds(durationMs)}</span> ${ago(receivedAt)}
    </p>
  </li>
`;

/** Beside the table, where the screen is wide enough. */
export const latestDeliveries = () => html`
  <section class="latest" aria-labelledby="latest-title">
    <h2 id="latest-title">${t('latest')}</h2>
    ${
      list.deliveries.value?.length > 0
        ? html`<ol class="scroller" tabindex="0" aria-labelledby="latest-title">
            ${repeat(list.deliveries.value, ({ id }) => id, line)}
          </ol>`
        : html`<p class="empty">${t('no-deliveries')}</p>`
    }
  </section>
`;
