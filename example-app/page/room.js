import { effect, signal, untracked } from './signals-core/signals-core.mjs';
import { html } from './lit-html/lit-html.js';
import { repeat } from './lit-html/directives/repeat.js';
import './chart.js';
import { ago, clockTime, duration, number, summaryOf } from './format.js';
import { getJson } from './http.js';
import { now, path, rooms } from './state.js';
import { t } from './texts.js';
import { seatMap } from './seats.js';
import { roomIdIn } from './room-path.js';

/** The room as `/api/rooms/…` has it; null where there is none. */
const detail = signal(undefined);
let columns;
let isLoading = false;
const restMs = 500;
const retryMs = 2000;

// Loads the room when the page shows it, and again when it has changed, at most twice a second.
effect(() => {
  const roomId = roomIdIn(path.value);
  const isSame = untracked(() => detail.value?.roomId === roomId);
  if (!isSame) detail.value = undefined;
  void rooms.value;
  if (roomId === undefined || isLoading) return;
  load(roomId);
});

function load(roomId) {
  isLoading = true;
  const shown = rooms.peek();
  let hasFailed = false;
  getJson(`/api/rooms/${encodeURIComponent(roomId)}`)
    .then((room) => {
      columns = [room.minutes.map(([minute]) => minute), room.minutes.map(([, online]) => online)];
      if (roomIdIn(path.peek()) === roomId) detail.value = room;
    })
    .catch(({ status }) => {
      // Otherwise nothing is known of the room, and the state of the connection says why.
      if (status !== 404) hasFailed = true;
      else if (roomIdIn(path.peek()) === roomId) detail.value = null;
    })
    .finally(() => {
      setTimeout(
        () => {
          isLoading = false;
          const next = roomIdIn(path.peek());
          if (next !== undefined && (hasFailed || next !== roomId || rooms.peek() !== shown)) load(next);
        },
        hasFailed ? retryMs : restMs,
      );
    });
}

export const roomView = () => html`
  <p class="back"><a href="/">← ${t('all-rooms')}</a></p>
  ${detail.value === null ? html`<p class="empty">${t('room-unknown')}</p>` : detail.value ? whole(detail.value) : ''}
`;

const whole = (room) => {
  const { roomId, facts, minutes } = room;
  const row = rooms.value.get(roomId);
  const state = row?.state ?? 'ended';
  const isOpen =
    state !== 'ended' && room.openedAt !== null && !(Date.parse(room.endedAt) >= Date.parse(room.openedAt));
  return html`
    <article class="room" data-room=${roomId} data-state=${state}>
      <header>
        <h2><bdi>${facts.name || roomId}</bdi></h2>
        <span class="state" data-state=${state}>${t(`state-${state}`)}</span>
        <p class="host">
          ${facts.owner ? html`<bdi>${t('hosted-by', { who: facts.owner })}</bdi> · ` : ''}<bdi>${roomId}</bdi>
        </p>
      </header>
      <dl class="totals">
        ${figure(t('column-viewers'), number(room.online))}
        ${figure(t('column-coins'), number(row?.coinsPerMinute ?? 0), `${t('coins-total')} ${number(room.coins)}`)}
        ${figure(t('gifts'), number(room.giftsAllowed), `${number(room.giftsDenied)} ${t('denied')}`)}
        ${figure(t('opened'), isOpen ? duration(now.value - Date.parse(room.openedAt)) : '–')}
        ${figure(t('column-last-event'), ago(room.lastEventAt))}
      </dl>
      <div class="parts">
        ${part(
          t('viewers-hour'),
          minutes.length < 2
            ? ''
            : html`<line-chart role="img" aria-label=${t('viewers-hour')} .data=${columns}></line-chart>`,
        )}
        ${part(t('seats'), facts.seats?.length > 0 ? seatMap(facts.seats) : '')}
        ${part(t('battle'), battleOf(facts.battle))} ${part(t('members'), membersOf(room))}
        ${part(t('recordings'), recordingsOf(room.recordings))} ${part(t('statistic'), statisticOf(facts.statistic))}
        ${part(t('timeline'), timelineOf(room.timeline), 'timeline')}
      </div>
    </article>
  `;
};

const figure = (name, value, more = '') => html`
  <div>
    <dt>${name}</dt>
    <dd>${value}<small>${more}</small></dd>
  </div>
`;

const part = (title, content, name = '') =>
  content === ''
    ? ''
    : html`<section class="part ${name}">
        <h3>${title}</h3>
        ${content}
      </section>`;

const battleOf = (battle) => {
  if (!battle) return '';
  const who = battle.against.join(', ');
  const scores = battle.scores?.map(({ roomId, score }) => `${roomId} ${score}`).join(' : ');
  if (scores) return html`<p><bdi>${t('battle-over', { scores })}</bdi></p>`;
  if (battle.until <= now.value) return '';
  return html`<p><bdi>${t('battle-against', { who, time: duration(battle.until - now.value) })}</bdi></p>`;
};

const membersOf = ({ members, online }) =>
  members.length === 0
    ? ''
    : html`
        <ul class="members">
          ${repeat(
            members,
            (account) => account,
            (account) => html`<li><bdi>${account}</bdi></li>`,
          )}
          ${online > members.length ? html`<li class="more">${t('more', { count: number(online - members.length) })}</li>` : ''}
        </ul>
      `;

const recordingsOf = (recordings) =>
  recordings.length === 0
    ? ''
    : html`<ul class="lines">
        ${recordings.map(
          ({ taskId, type, at }) => html`<li>${t(`recording-${type}`)} ${ago(at)} <code>${taskId}</code></li>`,
        )}
      </ul>`;

const statisticOf = (statistic) =>
  statistic
    ? html`<dl class="pairs">
        ${Object.entries(statistic).map(
          ([name, value]) => html`
            <dt>${t(`stat-${name}`)}</dt>
            <dd>${number(value)}</dd>
          `,
        )}
      </dl>`
    : '';

const timelineOf = (timeline) => html`
  <ol class="lines">
    ${repeat(
      timeline,
      ({ eventId }) => eventId,
      ({ occurredAt, summary, command, errorCode }) => html`
        <li>
          ${clockTime(occurredAt)}
          <span
            >${summaryOf(summary)}${errorCode === 0 ? '' : html` <em class="bad">${t('denied')} ${errorCode}</em>`}</span
          >
          <code>${command}</code>
        </li>
      `,
    )}
  </ol>
`;
