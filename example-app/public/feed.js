import { html } from './lit-html/lit-html.js';
import { repeat } from './lit-html/directives/repeat.js';
import { ago } from './ago.js';

/** Whatever is none of these was refused or failed, and says why. */
const signs = { handled: '✓', allowed: '✓', denied: '⊘' };

export const feed = (entries, nameOf, now) => {
  const entry = ({ at, command, roomId, summary, outcome }) => html`
    <li data-outcome=${outcome in signs ? outcome : 'refused'}>
      <p class="what"><bdi>${summary}</bdi></p>
      <p class="where">
        <span class="outcome"><span aria-hidden="true">${signs[outcome] ?? '✕'}</span> ${outcome}</span>
        ${roomId === null ? '' : html`<bdi>${nameOf(roomId)}</bdi>`} ${ago(at, now)}
      </p>
      <p class="command">${command ?? 'no command'}</p>
    </li>
  `;
  return entries.length === 0
    ? html`<p class="empty">Nothing has arrived yet.</p>`
    : html`<ol>
        ${repeat(entries, ({ id }) => id, entry)}
      </ol>`;
};
