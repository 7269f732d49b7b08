import { html } from './lit-html/lit-html.js';
import { ago, milliseconds, number } from './format.js';
import { overview } from './state.js';
import { t } from './texts.js';

/** Replies are due after 1,500 ms; before that, something is slow. */
const slowMs = 1000;

const figure = (name, value, isBad = false) => html`
  <div class=${isBad ? 'bad' : ''}>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>
`;

export const health = () => {
  const { health: present, lastEventAt } = overview.value;
  const { replyP50Ms, replyP99Ms, failures, refused, unconfirmed, readiness } = present;
  return html`
    <section aria-labelledby="health-title">
      <h2 id="health-title" class="unseen">${t('health')}</h2>
      <dl class="health">
        ${figure(t('health-reply'), milliseconds(replyP50Ms), replyP50Ms > slowMs)}
        ${figure(t('health-reply-99'), milliseconds(replyP99Ms), replyP99Ms > slowMs)}
        ${figure(t('health-failures'), number(failures), failures > 0)} ${figure(t('health-refused'), number(refused))}
        ${figure(t('health-last-event'), ago(lastEventAt))} ${queueOf(readiness)}
        ${serviceOf('health-database', readiness.database)}
        ${readiness.redis ? serviceOf('health-redis', readiness.redis) : ''}
      </dl>
      <p class="note">${t('health-of-process')}</p>
      ${unconfirmed > 0 ? html`<p class="warning">${t('unconfirmed', { count: number(unconfirmed) })}</p>` : ''}
    </section>
  `;
};

const serviceOf = (name, state) => figure(t(name), t(`ready-${state}`), state !== 'ok');

const queueOf = ({ queue }) =>
  queue
    ? figure(
        t('health-queue'),
        t('health-queue-value', { waiting: number(queue.waiting), failed: number(queue.failed) }),
        queue.failed > 0,
      )
    : '';
