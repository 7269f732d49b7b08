import { html } from './lit-html/lit-html.js';
import { number } from './format.js';
import { overview } from './state.js';
import { t } from './texts.js';

const total = (name, value, more = '') => html`
  <div>
    <dt>${name}</dt>
    <dd>${number(value)}<small>${more}</small></dd>
  </div>
`;

/** How many deliveries there were of an outcome, of whatever failure. */
const countOf = (counts, outcome) =>
  Object.entries(counts)
    .filter(([name]) => name === `outcome ${outcome}` || name.startsWith(`outcome ${outcome} `))
    .reduce((sum, [, count]) => sum + count, 0);

export const totals = () => {
  const { totals: present, counts } = overview.value;
  const failed = countOf(counts, 'failed');
  return html`
    <section aria-labelledby="totals-title">
      <h2 id="totals-title" class="unseen">${t('totals')}</h2>
      <dl class="totals">
        ${total(t('rooms-live'), present.rooms)} ${total(t('members-online'), present.online)}
        ${total(t('events-last-minute'), present.eventsLastMinute, t('events-total', { count: number(counts.events ?? 0) }))}
        ${total(t('gifts-allowed'), counts['gifts allowed'] ?? 0, t('gifts-denied', { count: number(counts['gifts denied'] ?? 0) }))}
        ${total(t('coins-total'), counts.coins ?? 0)}
        ${total(
          t('deliveries-refused'),
          countOf(counts, 'refused'),
          t('deliveries-failed', { failed: number(failed), unknown: number(countOf(counts, 'unknown')) }),
        )}
      </dl>
    </section>
  `;
};
