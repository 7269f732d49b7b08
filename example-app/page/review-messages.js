import { html } from './lit-html/lit-html.js';
import { repeat } from './lit-html/directives/repeat.js';
import { ago } from './format.js';
import { t } from './texts.js';

/** The list of held messages. A `<bdi>` keeps a text from turning round what stands beside it. */
export const heldMessages = (messages, selected, onSelect) => html`
  <ol class="held">
    ${repeat(
      messages,
      ({ contentId }) => contentId,
      ({ contentId, room, account, content, heldAt }) => html`
        <li>
          <label>
            <input
              type="checkbox"
              .checked=${selected.has(contentId)}
              @change=${(event) => onSelect([contentId], event.target.checked)}
            />
            <bdi class="content">${content || t('review-no-text')}</bdi>
          </label>
          <p class="where"><bdi>${account}</bdi> <bdi>${room}</bdi> ${ago(heldAt)}</p>
        </li>
      `,
    )}
  </ol>
`;
