import { html } from './lit-html/lit-html.js';

const height = 30;

/** How many were on-line in the last three minutes; the last point is now. */
export const chart = (points) => {
  const most = Math.max(...points, 1);
  const y = (value) => (height - 2) * (1 - value / most) + 1;
  const line = points.map((value, x) => `${x} ${y(value).toFixed(1)}`).join('L');
  const last = points.length - 1;
  const text = `On-line in the last three minutes: ${points[0]} at first, ${most} at most, ${points[last]} now.`;
  return html`
    <svg class="chart" role="img" aria-label=${text} viewBox="0 0 ${last} ${height}" preserveAspectRatio="none">
      <path class="area" d="M${line}V${height}H0Z" />
      <path class="curve" d="M${line}" />
    </svg>
  `;
};
