import { html } from './lit-html/lit-html.js';
import { repeat } from './lit-html/directives/repeat.js';
import { ago } from './ago.js';
import { chart } from './chart.js';
import { seatMap } from './seats.js';

/** A <bdi> keeps a name from turning round the text beside it. */
export const rooms = (list, nameOf, now) =>
  list.length === 0
    ? html`<p class="empty">No room is live yet. Rooms appear here as soon as a webhook tells of them.</p>`
    : html`<div class="grid">
        ${repeat(
          list,
          ({ roomId }) => roomId,
          (room) => card(room, nameOf, now),
        )}
      </div>`;

const card = (room, nameOf, now) => html`
  <article class="room" data-room=${room.roomId} data-state=${!room.isLive ? 'ended' : room.isQuiet ? 'quiet' : 'live'}>
    <div class="title">
      <h3><bdi>${nameOf(room.roomId)}</bdi></h3>
      <p class="state">${stateOf(room, now)}</p>
    </div>
    <p class="owner">${room.owner ? html`hosted by <bdi>${room.owner}</bdi>` : html`<bdi>${room.roomId}</bdi>`}</p>
    ${room.isLive ? content(room, nameOf, now) : ''}
  </article>
`;

const stateOf = ({ isLive, isQuiet, endedAt }, now) =>
  isLive ? (isQuiet ? 'Quiet' : 'Live') : html`Ended ${ago(endedAt, now)}`;

const content = ({ battle, online, chart: points, seats, members, gifts }, nameOf, now) => html`
  ${battleWith(battle, nameOf, now)}
  <div class="online">
    <p><strong>${online}</strong> on-line</p>
    ${chart(points)}
  </div>
  ${seatMap(seats)} ${membersOf(members, online)} ${giftsOf(gifts)}
`;

const battleWith = (battle, nameOf, now) =>
  battle && Date.parse(battle.until) > now
    ? html`
        <p class="battle">
          <span aria-hidden="true">⚔</span> Battle with <bdi>${battle.against.map(nameOf).join(', ')}</bdi>
        </p>
      `
    : '';

const membersOf = (members, online) =>
  members.length === 0
    ? ''
    : html`
        <h4>Members</h4>
        <ul class="members">
          ${repeat(
            members,
            (account) => account,
            (account) => html`<li><bdi>${account}</bdi></li>`,
          )}
          ${online > members.length ? html`<li class="more">${online - members.length} more</li>` : ''}
        </ul>
      `;

const giftsOf = ({ allowed, denied }) => html`
  <p class="gifts">
    <span>Gifts</span>
    <span><span aria-hidden="true">✓</span> ${allowed} allowed</span>
    <span class=${denied > 0 ? 'denied' : ''}><span aria-hidden="true">⊘</span> ${denied} denied</span>
  </p>
`;
