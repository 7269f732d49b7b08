import { effect, signal } from './signals-core/signals-core.mjs';
import { html } from './lit-html/lit-html.js';
import './chart.js';
import { number } from './format.js';
import { getJson } from './http.js';
import { clock, path } from './state.js';
import { t } from './texts.js';

const spans = ['15m', '1h', '24h'];
const everyMs = 10_000;

const span = signal('15m');
const trend = signal(undefined);
/** The columns for each chart, made once for each trend, so that a chart draws only what is new. */
let columns = {};
let loadedAt = Number.NEGATIVE_INFINITY;
let loadedSpan;

effect(() => {
  const isDue = clock.value - loadedAt > everyMs || loadedSpan !== span.value;
  if (path.value !== '/' || !isDue) return;
  loadedAt = clock.value;
  loadedSpan = span.value;
  getJson(`/api/trends?span=${span.value}`).then(
    (loaded) => {
      columns = Object.fromEntries(['online', 'events', 'coins'].map((name) => [name, [loaded.minutes, loaded[name]]]));
      trend.value = loaded;
    },
    // The state of the connection says so; the next attempt follows.
    () => {},
  );
});

const chart = (name) => {
  const values = trend.value?.[name].filter((value) => value !== null) ?? [];
  const label = t('trend-label', {
    name: t(`trend-${name}`),
    first: number(values[0] ?? 0),
    most: number(Math.max(0, ...values)),
    last: number(values.at(-1) ?? 0),
  });
  return html`
    <figure>
      <figcaption>${t(`trend-${name}`)}</figcaption>
      <line-chart role="img" aria-label=${label} .data=${columns[name]}></line-chart>
    </figure>
  `;
};

export const trends = () => html`
  <section class="trends" aria-labelledby="trends-title">
    <div class="bar">
      <h2 id="trends-title">${t('trends')}</h2>
      <div class="choices" role="group" aria-labelledby="trends-title">
        ${spans.map(
          (choice) => html`
            <button type="button" aria-pressed=${span.value === choice} @click=${() => (span.value = choice)}>
              ${t(`span-${choice}`)}
            </button>
          `,
        )}
      </div>
    </div>
    <div class="charts">${['online', 'events', 'coins'].map(chart)}</div>
  </section>
`;
