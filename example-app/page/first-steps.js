import { signal } from './signals-core/signals-core.mjs';
import { html } from './lit-html/lit-html.js';
import { getJson } from './http.js';
import { t } from './texts.js';

/** A signed command is valid for 60 seconds, so it is made again before that. */
const everyMs = 45_000;

const steps = signal(undefined);
let loadedAt = Number.NEGATIVE_INFINITY;

const load = () => {
  if (Date.now() - loadedAt < everyMs) return;
  loadedAt = Date.now();
  getJson('/api/first-steps').then(
    (loaded) => (steps.value = loaded),
    () => {},
  );
};

/** What to do while no event has arrived. */
export const firstSteps = () => {
  load();
  return html`
    <section class="first-steps" aria-labelledby="first-title">
      <h2 id="first-title">${t('first-title')}</h2>
      ${
        steps.value
          ? html`
              <ol>
                <li>
                  <p>${t('first-curl')}</p>
                  <pre tabindex="0">${steps.value.curl}</pre>
                </li>
                <li>
                  <p>${t('first-url')}</p>
                  <pre tabindex="0">${steps.value.callbackUrl}</pre>
                </li>
                <li>
                  <p>${t('first-set')}</p>
                  <pre tabindex="0">${steps.value.setCallback}</pre>
                </li>
              </ol>
            `
          : ''
      }
    </section>
  `;
};
