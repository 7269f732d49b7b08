import { html, nothing } from './lit-html/lit-html.js';
import { repeat } from './lit-html/directives/repeat.js';
import { ago, duration, number } from './format.js';
import { ask } from './router.js';
import { defaults, matching, now, query, rooms, sizes } from './state.js';
import { t } from './texts.js';

const states = ['live', 'quiet', 'ended', 'all'];

/** The columns; those with a `sort` can be sorted by. `rank` says when a column may be left out for lack of space. */
const columns = [
  { name: 'room', sort: 'name', draw: (room) => name(room) },
  { name: 'state', draw: (room) => state(room), rank: 'middle' },
  { name: 'viewers', sort: 'viewers', draw: ({ online }) => number(online), isNumber: true },
  { name: 'coins', sort: 'coins', draw: ({ coinsPerMinute }) => number(coinsPerMinute), isNumber: true },
  { name: 'seats', draw: ({ seats }) => (seats ? seats.join('/') : '–'), isNumber: true, rank: 'low' },
  { name: 'duration', sort: 'duration', draw: (room) => liveFor(room), isNumber: true, rank: 'low' },
  { name: 'last-event', sort: 'last-event', draw: ({ lastEventAt }) => ago(lastEventAt), isNumber: true },
];

const name = ({ roomId, name: title, owner, battle, state: is }) => html`
  <a href="/rooms/${encodeURIComponent(roomId)}"><bdi>${title || roomId}</bdi></a>
  <span class="host">
    ${is === 'live' ? '' : html`<span class="only-narrow">${t(`state-${is}`)}</span>`}
    ${battle?.until > now.value ? html`<span title=${t('battle')} aria-label=${t('battle')} role="img">⚔</span>` : ''}
    <bdi>${owner ?? roomId}</bdi>
  </span>
`;

const state = ({ state: is }) => html`<span class="state" data-state=${is}>${t(`state-${is}`)}</span>`;

const liveFor = ({ openedAt, endedAt, state: is }) =>
  openedAt === null || (is !== 'ended' && endedAt !== null && Date.parse(endedAt) >= Date.parse(openedAt))
    ? '–'
    : duration((is === 'ended' ? Date.parse(endedAt) : now.value) - Date.parse(openedAt));

const heading = ({ name: column, sort, isNumber, rank }) => {
  const isSorted = sort !== undefined && query.value.sort === sort;
  const direction = sort === 'name' ? 'ascending' : 'descending';
  const label = t(`column-${column}`);
  return html`
    <th scope="col" class=${classOf({ isNumber, rank })} aria-sort=${isSorted ? direction : nothing}>
      ${sort === undefined ? label : html`<button type="button" @click=${() => ask({ sort })}>${label}</button>`}
    </th>
  `;
};

const classOf = ({ isNumber, rank }) => [isNumber ? 'number' : '', rank ? `rank-${rank}` : ''].join(' ');

const row = (room) => html`
  <tr data-room=${room.roomId} data-state=${room.state}>
    ${columns.map((column, index) =>
      index === 0
        ? html`<th scope="row">${column.draw(room)}</th>`
        : html`<td class=${classOf(column)}>${column.draw(room)}</td>`,
    )}
  </tr>
`;

/** Rooms keep their places until another order is asked for: figures change many times a second. */
export const roomTable = () => {
  const pages = Math.max(1, Math.ceil(matching.value / query.value.size));
  const { page } = query.value;
  return html`
    <section class="table" aria-labelledby="rooms-title">
      <div class="bar">
        <h2 id="rooms-title">${t('rooms')}</h2>
        <p class="shown">${t('shown', { shown: number(rooms.value.size), count: number(matching.value) })}</p>
        <button type="button" @click=${() => ask({ page })}>${t('update-order')}</button>
      </div>
      <div class="bar filters">
        <input
          type="search"
          aria-label=${t('search')}
          placeholder=${t('search')}
          .value=${query.value.search}
          @input=${(event) => search(event.target.value)}
        />
        <div class="choices" role="group" aria-label=${t('state')}>
          ${states.map(
            (choice) => html`
              <button type="button" aria-pressed=${query.value.state === choice} @click=${() => ask({ state: choice })}>
                ${t(`state-${choice}`)}
              </button>
            `,
          )}
        </div>
      </div>
      ${
        rooms.value.size === 0
          ? html`<p class="empty">${t('no-rooms')}</p>`
          : html`<table>
              <thead>
                <tr>
                  ${columns.map(heading)}
                </tr>
              </thead>
              <tbody>
                ${repeat(rooms.value.values(), ({ roomId }) => roomId, row)}
              </tbody>
            </table>`
      }
      <div class="bar pages">
        <button type="button" ?disabled=${page <= 1} @click=${() => ask({ page: Math.min(page - 1, pages) })}>
          ${t('previous')}
        </button>
        <p>${t('page', { page, pages })}</p>
        <button type="button" ?disabled=${page >= pages} @click=${() => ask({ page: page + 1 })}>${t('next')}</button>
        <div class="choices">
          ${sizes.map(
            (size) => html`
              <button
                type="button"
                aria-pressed=${Number(query.value.size ?? defaults.size) === size}
                @click=${() => ask({ size })}
              >
                ${size}
              </button>
            `,
          )}
        </div>
      </div>
    </section>
  `;
};

let typing;
/** Asks once the typing pauses. */
const search = (text) => {
  clearTimeout(typing);
  typing = setTimeout(() => ask({ search: text }), 200);
};
