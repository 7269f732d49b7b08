import uPlot from './uplot/uPlot.esm.js';

/** The colours of the page, as they are now. */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const font = '12px system-ui, sans-serif';

/**
 * A line over time. Properties: `data` is `[times, values]`, times in Unix seconds; `label` says in words what there is
 * to see.
 */
class LineChart extends HTMLElement {
  #chart;
  #data;
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  #resized = new ResizeObserver(([entry]) => this.#resize(entry.contentRect));
  #redraw = () => this.#draw();

  connectedCallback() {
    this.#resized.observe(this);
    this.#scheme.addEventListener('change', this.#redraw);
    this.#draw();
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    this.#scheme.removeEventListener('change', this.#redraw);
    this.#chart?.destroy();
    this.#chart = undefined;
  }

  set data(data) {
    if (this.#data === data) return;
    this.#data = data;
    if (this.#chart) this.#chart.setData(data);
    else this.#draw();
  }

  #resize({ width, height }) {
    if (width > 0 && height > 0) this.#chart?.setSize({ width, height });
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this;
    if (!this.isConnected || !this.#data || width === 0 || height === 0) return;
    this.#chart?.destroy();
    const axis = {
      stroke: colour('--quiet'),
      font,
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
    };
    const options = {
      width,
      height,
      cursor: { show: false },
      legend: { show: false },
      padding: [8, 4, 0, 0],
      scales: { y: { range: (_chart, _least, most) => [0, Math.max(1, most * 1.1)] } },
      axes: [
        {
          ...axis,
          space: 70,
          size: 24,
          incrs: [60, 300, 600, 1800, 3600, 7200, 14_400, 21_600],
          values: (_chart, times) => times.map(timeOfDay),
        },
        {
          ...axis,
          space: 28,
          size: 48,
          values: (_chart, values) => values.map((value) => short.format(value)),
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6, 1e7],
        },
      ],
      series: [
        {},
        {
          stroke: colour('--accent'),
          fill: colour('--accent-soft'),
          width: 2,
          spanGaps: true,
          points: { show: false },
        },
      ],
    };
    this.#chart = new uPlot(options, this.#data, this);
  }
}

/** 1.2K, 30M: as short as an axis is narrow. */
const short = new Intl.NumberFormat('en', { notation: 'compact' });

const timeOfDay = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });

customElements.define('line-chart', LineChart);
