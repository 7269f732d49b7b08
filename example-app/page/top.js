import { html, nothing } from './lit-html/lit-html.js';
import { duration } from './format.js';
import { viewOf } from './router.js';
import { ageMs, connection, isDemo, path } from './state.js';
import { languages, locale, setLanguage, t } from './texts.js';

const names = { en: 'English', zh: '中文' };

/** The head of the page: its views, the language, and how fresh what is shown is. */
export const top = (views) => html`
  <a
    class="skip"
    href="#main"
    @click=${(event) => {
      event.preventDefault();
      document.querySelector('#main').focus();
    }}
    >${t('skip')}</a
  >
  <h1>${t('title')}</h1>
  <nav aria-label=${t('views')}>
    ${views
      .filter(({ label, isShown = () => true }) => label !== undefined && isShown())
      .map(
        ({ path: href, label }) => html`
          <a href=${href} aria-current=${viewOf(views, path.value).label === label ? 'page' : nothing}>${t(label)}</a>
        `,
      )}
  </nav>
  <div class="languages" role="group" aria-label=${t('language')}>
    ${Object.keys(languages).map(
      (language) => html`
        <button
          type="button"
          lang=${language}
          aria-pressed=${locale.value === language}
          @click=${() => setLanguage(language)}
        >
          ${names[language]}
        </button>
      `,
    )}
  </div>
  <p id="connection" role="status" data-state=${connection.value}>
    ${t(connection.value, { time: connection.value === 'stale' ? duration(ageMs.value) : '' })}
  </p>
  ${isDemo.value ? html`<p class="demo">${t('demo-traffic')}</p>` : ''}
`;
