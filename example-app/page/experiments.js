import { signal } from './signals-core/signals-core.mjs';
import { html } from './lit-html/lit-html.js';
import { milliseconds, summaryOf } from './format.js';
import { getJson } from './http.js';
import { indented } from './json-text.js';
import { t } from './texts.js';

const names = ['repeat', 'order', 'signature', 'slow', 'rounded'];

/** What came of each experiment, by its name; `running` while it runs. */
const results = signal({});
const put = (name, result) => (results.value = { ...results.value, [name]: result });

const run = async (name) => {
  put(name, 'running');
  put(name, await getJson(`/demo/${name}`, { method: 'POST' }).catch((error) => ({ error: error.message })));
};

const step = ({ request, body, reply, durationMs }) => html`
  <li>
    <h4>${t('request')}</h4>
    <pre tabindex="0" aria-label=${t('request')}>
${request}

${indented(body)}</pre>
    <h4>${t('reply')} · ${milliseconds(durationMs)}</h4>
    <pre tabindex="0" aria-label=${t('reply')}>${reply}</pre>
  </li>
`;

const outcome = ({ error, steps, events, room }) =>
  error
    ? html`<p class="warning">${error}</p>`
    : html`
        <ol class="steps">
          ${steps.map(step)}
        </ol>
        <h4>${t('stored')}</h4>
        ${events.length === 0 ? html`<p>${t('nothing-stored')}</p>` : ''}
        <ul class="lines">
          ${events.map(({ summary, command }) => html`<li>${summaryOf(summary)} <code>${command}</code></li>`)}
        </ul>
        ${
          room
            ? html`<h4>${t('room-now')}</h4>
                <pre tabindex="0" aria-label=${t('room-now')}>${JSON.stringify(room)}</pre>`
            : ''
        }
      `;

const experiment = (name) => {
  const result = results.value[name];
  return html`
    <section class="part" aria-labelledby="experiment-${name}">
      <div class="bar">
        <h3 id="experiment-${name}">${t(`experiment-${name}`)}</h3>
        <button
          type="button"
          class="primary"
          ?disabled=${result === 'running'}
          aria-labelledby="run-${name} experiment-${name}"
          @click=${() => run(name)}
        >
          <span id="run-${name}">${t('run')}</span>
        </button>
      </div>
      <p>${t(`experiment-${name}-promise`)}</p>
      <div role="status">${result && result !== 'running' ? outcome(result) : ''}</div>
    </section>
  `;
};

/** Proves the promises of the package with real requests. In the demo only. */
export const experimentsView = () => html`
  <h2>${t('experiments')}</h2>
  <p>${t('experiments-intro')}</p>
  <div class="experiments">${names.map(experiment)}</div>
`;
