import { html } from './lit-html/lit-html.js';
import { firstSteps } from './first-steps.js';
import { health } from './health.js';
import { latestDeliveries } from './latest.js';
import { overview, rooms } from './state.js';
import { roomTable } from './table.js';
import { totals } from './totals.js';
import { trends } from './trends.js';

export const roomsView = () => {
  if (!overview.value) return '';
  const isEmpty = rooms.value.size === 0 && !overview.value.counts.events;
  return html`
    <div class="rooms-view">
      <div class="overview">${totals()} ${health()} ${trends()}</div>
      ${isEmpty ? firstSteps() : roomTable()} ${latestDeliveries()}
    </div>
  `;
};
