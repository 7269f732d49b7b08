import { signal } from './signals-core/signals-core.mjs';
import { html } from './lit-html/lit-html.js';
import { repeat } from './lit-html/directives/repeat.js';
import { createDeliveryList } from './delivery-list.js';
import { deliveryDetail, openDelivery, openedId, openProblem } from './delivery.js';
import { clockTime, milliseconds, number, summaryOf } from './format.js';
import { overview, path } from './state.js';
import { t } from './texts.js';

const groups = ['all', 'handled', 'failed', 'refused', 'unknown'];
const noFilter = { group: 'all', failure: '', command: '', room: '' };

const chosen = signal(noFilter);
const filter = () =>
  Object.fromEntries(Object.entries(chosen.value).filter(([, value]) => value !== '' && value !== 'all'));
const list = createDeliveryList(() => path.value === '/deliveries', filter);

const choose = (changes) => (chosen.value = { ...chosen.value, ...changes });

let typing;
/** Asks once the typing pauses. */
const type = (changes) => {
  clearTimeout(typing);
  typing = setTimeout(() => choose(changes), 250);
};

/** The failures that have happened, by the totals. */
const failures = () =>
  [
    ...new Set(Object.keys(overview.value.counts).flatMap((name) => /^outcome \S+ (\S+)$/.exec(name)?.[1] ?? [])),
  ].toSorted();

const field = (name, value) => html`
  <label>
    <span>${t(name)}</span>
    <input .value=${value} placeholder=${t('any')} @input=${(event) => type({ [name]: event.target.value.trim() })} />
  </label>
`;

const row = ({ id, receivedAt, outcome, failure, errorCode, command, roomId, summary, durationMs }) => html`
  <tr data-outcome=${outcome} aria-current=${openedId.value === id ? 'true' : 'false'}>
    <td>${clockTime(receivedAt)}</td>
    <th scope="row">
      <button type="button" class="link" @click=${() => openDelivery(id)}>${command ?? t('no-command')}</button>
    </th>
    <td>
      <span class="outcome">${t(`outcome-${outcome}`)}</span>
      ${failure ?? (errorCode === 0 ? '' : html`${t('denied')} ${errorCode}`)}
    </td>
    <td class="rank-middle"><bdi>${roomId ?? ''}</bdi></td>
    <td class="rank-low">${summaryOf(summary)}</td>
    <td class="number">${milliseconds(durationMs)}</td>
  </tr>
`;

const pauseButton = () => {
  const waiting = overview.value.lastDeliveryId - list.seenId.value;
  return html`
    <button
      type="button"
      aria-pressed=${list.isPaused.value}
      @click=${() => (list.isPaused.value = !list.isPaused.value)}
    >
      ${t(list.isPaused.value ? 'resume' : 'pause')}
    </button>
    ${
      list.isPaused.value && waiting > 0
        ? html`<button type="button" class="primary" @click=${() => (list.isPaused.value = false)}>
            ${t('new-ones', { count: number(waiting) })}
          </button>`
        : ''
    }
  `;
};

export const deliveriesView = () => {
  if (!overview.value) return '';
  const { group, failure, command, room } = chosen.value;
  const notLogged = overview.value.counts['not logged'] ?? 0;
  const deliveries = list.deliveries.value ?? [];
  const problem = openProblem.value ?? list.problem.value;
  return html`
    <section class="deliveries" aria-labelledby="deliveries-title">
      <div class="bar">
        <h2 id="deliveries-title">${t('deliveries')}</h2>
        <div class="choices" role="group" aria-label=${t('outcome')}>
          ${groups.map(
            (choice) => html`
              <button type="button" aria-pressed=${group === choice} @click=${() => choose({ group: choice })}>
                ${t(`group-${choice}`)}
              </button>
            `,
          )}
        </div>
        ${pauseButton()}
      </div>
      <div class="bar filters">
        <label>
          <span>${t('failure')}</span>
          <select @change=${(event) => choose({ failure: event.target.value })}>
            <option value="" ?selected=${failure === ''}>${t('any')}</option>
            ${failures().map((name) => html`<option ?selected=${failure === name}>${name}</option>`)}
          </select>
        </label>
        ${field('command', command)} ${field('room', room)}
      </div>
      <p role="alert" class=${problem === undefined ? '' : 'warning'}>${problem ?? ''}</p>
      ${notLogged > 0 ? html`<p class="warning">${t('not-logged', { count: number(notLogged) })}</p>` : ''}
      <div class="split">
        ${
          deliveries.length === 0
            ? html`<p class="empty">${t('no-deliveries')}</p>`
            : html`<div>
                <table>
                  <thead>
                    <tr>
                      <th scope="col">${t('time')}</th>
                      <th scope="col">${t('command')}</th>
                      <th scope="col">${t('outcome')}</th>
                      <th scope="col" class="rank-middle">${t('room')}</th>
                      <th scope="col" class="rank-low">${t('event')}</th>
                      <th scope="col" class="number">${t('reply')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${repeat(deliveries, ({ id }) => id, row)}
                  </tbody>
                </table>
                <p class="bar"><button type="button" @click=${list.loadOlder}>${t('older')}</button></p>
              </div>`
        }
        ${deliveryDetail()}
      </div>
    </section>
  `;
};
