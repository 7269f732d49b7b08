import { html, nothing, render } from './lit-html/lit-html.js';
import { heldMessages } from './review-messages.js';
import { deleteMessages, readReview, setKey, setSwitch } from './review-api.js';

const lookEveryMs = 3000;

/**
 * Shows the held messages in an element, with their search, deletion and switch, and keeps it up to date. Returns how to
 * end that.
 */
export const mountReview = (element) => {
  const filter = { room: '', account: '' };
  const selected = new Set();
  let review;
  let problem;
  /** A later answer must not be overwritten by an earlier question. */
  let questions = 0;

  const draw = () => render(template(), element);
  const attempt = async (work) => {
    try {
      await work();
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    draw();
  };

  const load = () =>
    attempt(async () => {
      const question = ++questions;
      const found = await readReview(filter);
      if (question !== questions) return;
      review = found;
      const ids = new Set(found.messages.map(({ contentId }) => contentId));
      for (const id of selected) if (!ids.has(id)) selected.delete(id);
    });
  const loadOlder = () =>
    attempt(async () => {
      questions += 1;
      const { messages, next } = await readReview({ ...filter, before: review.next });
      review = { ...review, messages: [...review.messages, ...messages], next, isLong: true };
    });

  /** The list stands still while somebody works in it; what is above it is always up to date. */
  const look = () => {
    if (problem?.status === 401 || document.hidden || element.closest('[hidden]')) return;
    if (selected.size === 0 && !review?.isLong) return load();
    return attempt(async () => {
      const { store, enabled } = await readReview(filter);
      review = { ...review, store, enabled };
    });
  };

  const onKey = (event) => {
    event.preventDefault();
    setKey(new FormData(event.target).get('key'));
    void load();
  };
  const onSearch = (event) => {
    event.preventDefault();
    for (const [name, value] of new FormData(event.target)) filter[name] = value.trim();
    selected.clear();
    void load();
  };
  const onSelect = (contentId, isSelected) => {
    if (isSelected) selected.add(contentId);
    else selected.delete(contentId);
    draw();
  };
  const onSelectAll = (event) => {
    for (const { contentId } of review.messages) {
      if (event.target.checked) selected.add(contentId);
      else selected.delete(contentId);
    }
    draw();
  };
  const onDelete = () => {
    if (!confirm(`Delete ${counted(selected.size)} for good? Deleted messages are never sent.`)) return;
    void attempt(async () => {
      await deleteMessages([...selected]);
      selected.clear();
      await load();
    });
  };
  const onSwitch = () =>
    attempt(async () => {
      const { enabled } = await setSwitch(!review.enabled);
      review = { ...review, enabled };
    });

  const template = () => html`
    <section class="review" aria-labelledby="review-title">
      <h2 id="review-title">Held messages</h2>
      <p role="alert" class="problem">${problem && problem.status !== 401 ? problem.message : nothing}</p>
      ${problem?.status === 401 ? keyForm(onKey) : review ? content() : problem ? nothing : html`<p class="empty">Loading</p>`}
    </section>
  `;
  const content = () => html`
    <div class="panel">
      ${switchOf(review, onSwitch)}
      <p role="status">${stateOf(review.store)}</p>
    </div>
    <p class="note">
      To approve a message, use TUILiveKit Manager: it sends the message again with Chat's REST API, which this app does
      not call.
    </p>
    ${searchForm(filter, onSearch)}
    ${
      review.messages.length === 0
        ? html`<p class="empty">
            ${filter.room || filter.account ? 'No held message matches.' : 'No message waits for review.'}
          </p>`
        : html`
            <div class="actions">
              <label>
                <input
                  type="checkbox"
                  .checked=${review.messages.every(({ contentId }) => selected.has(contentId))}
                  @change=${onSelectAll}
                />
                Select all shown
              </label>
              <button type="button" class="danger" ?disabled=${selected.size === 0} @click=${onDelete}>
                ${selected.size === 0 ? 'Delete' : `Delete ${counted(selected.size)}`}
              </button>
            </div>
            ${heldMessages(review.messages, selected, onSelect)}
            ${review.next ? html`<button type="button" @click=${loadOlder}>Show older messages</button>` : nothing}
          `
    }
  `;

  draw();
  void load();
  const timer = setInterval(look, lookEveryMs);
  return () => clearInterval(timer);
};

const counted = (number) => (number === 1 ? '1 message' : `${number} messages`);

const stateOf = ({ reachable, waiting, held }) =>
  [
    `${counted(held)} held in all rooms.`,
    reachable ? 'The store answers.' : 'The store does not answer.',
    waiting > 0 ? `${waiting === 1 ? '1 change waits' : `${waiting} changes wait`} to be stored.` : '',
  ]
    .join(' ')
    .trim();

const modes = {
  off: 'Moderation is off in this server: set MODERATION=review or rules.',
  review: 'Every message waits for review.',
  rules: 'Messages with a word of the list are handled by the rules.',
};

const switchOf = ({ mode, enabled }, onSwitch) => html`
  <div class="switch-row">
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked=${String(enabled)}
      aria-labelledby="review-switch-label"
      aria-describedby="review-switch-help"
      ?disabled=${mode === 'off'}
      @click=${onSwitch}
    >
      <span aria-hidden="true">${enabled ? 'On' : 'Off'}</span>
    </button>
    <span>
      <strong id="review-switch-label">Moderation</strong>
      <span id="review-switch-help">${mode === 'off' || enabled ? modes[mode] : 'Every message is sent at once.'}</span>
    </span>
  </div>
`;

const keyForm = (onKey) => html`
  <form class="fields" @submit=${onKey}>
    <label>
      <span>API key, as <code>MODERATION_API_KEY</code> has it</span>
      <input type="password" name="key" required autocomplete="off" />
    </label>
    <button>Open</button>
  </form>
`;

const searchForm = ({ room, account }, onSearch) => html`
  <form class="fields" role="search" aria-label="Held messages" @submit=${onSearch}>
    <label><span>Room</span><input name="room" maxlength="256" autocomplete="off" .defaultValue=${room} /></label>
    <label
      ><span>Account</span><input name="account" maxlength="256" autocomplete="off" .defaultValue=${account}
    /></label>
    <button>Search</button>
  </form>
`;
