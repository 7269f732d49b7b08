import { signal } from './signals-core/signals-core.mjs';
import { html } from './lit-html/lit-html.js';
import { clockTime, milliseconds, number } from './format.js';
import { getJson } from './http.js';
import { indented } from './json-text.js';
import { failureText, t } from './texts.js';

/** A reply is due by then. */
const deadlineMs = 1500;

export const openedId = signal(undefined);
const opened = signal(undefined);
const copied = signal(undefined);
/** Why the delivery that was chosen could not be opened. */
export const openProblem = signal(undefined);
/** What is focused again when the delivery is closed. */
let opener;

export const openDelivery = async (id) => {
  opener = document.activeElement;
  openedId.value = id;
  copied.value = undefined;
  openProblem.value = undefined;
  try {
    const delivery = await getJson(`/api/deliveries/${id}`);
    if (openedId.value !== id) return;
    opened.value = delivery;
    requestAnimationFrame(() => document.querySelector('.delivery')?.focus());
  } catch (error) {
    if (openedId.value !== id) return;
    close();
    openProblem.value = error.message;
  }
};

const close = () => {
  openedId.value = undefined;
  opened.value = undefined;
  opener?.focus();
};

const copy = async (name) => {
  try {
    const commands = await getJson(`/api/deliveries/${openedId.value}/commands`);
    await navigator.clipboard.writeText(commands[name]);
    copied.value = 'copied';
  } catch {
    copied.value = 'not-copied';
  }
};

/** The delivery that was chosen from the list, with all that is known of it. */
export const deliveryDetail = () => {
  const delivery = opened.value;
  if (!delivery) return '';
  const { command, outcome, failure, reason, receivedAt, eventId, roomId, durationMs, body, reply } = delivery;
  return html`
    <aside class="delivery" tabindex="-1" aria-labelledby="delivery-title">
      <div class="bar">
        <h3 id="delivery-title">${t('delivery')}</h3>
        <button type="button" @click=${close}>${t('close')}</button>
      </div>
      <dl class="pairs">
        <dt>${t('command')}</dt>
        <dd><code>${command ?? t('no-command')}</code></dd>
        <dt>${t('outcome')}</dt>
        <dd data-outcome=${outcome}><span class="outcome">${t(`outcome-${outcome}`)}</span> ${failure ?? ''}</dd>
        <dt>${t('received')}</dt>
        <dd>${clockTime(receivedAt)}</dd>
        <dt>${t('room')}</dt>
        <dd>
          ${roomId === null ? '–' : html`<a href="/rooms/${encodeURIComponent(roomId)}"><bdi>${roomId}</bdi></a>`}
        </dd>
        <dt>${t('event-id')}</dt>
        <dd><code>${eventId ?? '–'}</code></dd>
        <dt>${t('reply')}</dt>
        <dd>
          <meter
            min="0"
            max=${deadlineMs}
            high="1000"
            value=${durationMs}
            aria-label=${milliseconds(durationMs)}
          ></meter>
          ${t('deadline', { ms: number(Math.round(durationMs)) })}
        </dd>
      </dl>
      ${
        reason === null
          ? ''
          : html`<h4>${t('reason')}</h4>
              <div class="warning">
                ${failureText(failure) ?? ''}
                <p lang="en">${reason}</p>
              </div>`
      }
      <h4>${t('reply')}</h4>
      <pre tabindex="0" aria-label=${t('reply')}>${reply}</pre>
      <h4>${t('body')}</h4>
      ${body === null ? html`<p>${t('no-body')}</p>` : html`<pre tabindex="0" aria-label=${t('body')}>${indented(body)}</pre>`}
      <div class="bar">
        <button type="button" @click=${() => copy('curl')}>${t('copy-curl')}</button>
        <button type="button" @click=${() => copy('send')}>${t('copy-send')}</button>
        <span role="status">${copied.value ? t(copied.value) : ''}</span>
      </div>
    </aside>
  `;
};
