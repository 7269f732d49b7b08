import { html } from './lit-html/lit-html.js';
import { now } from './state.js';
import { locale, t } from './texts.js';

export const number = (value) => value.toLocaleString(locale.value);

export const milliseconds = (value) => (value === null ? '–' : `${number(value < 10 ? value : Math.round(value))} ms`);

/** A length of time in at most two units, which changes about as often as one looks. */
export const duration = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return t('seconds', { count: seconds });
  if (seconds < 3600) return t('minutes', { count: Math.floor(seconds / 60) });
  if (seconds < 86_400)
    return t('hours', { hours: Math.floor(seconds / 3600), minutes: Math.floor((seconds % 3600) / 60) });
  return t('days', { count: Math.floor(seconds / 86_400) });
};

export const ago = (at) => {
  if (at === null || at === undefined) return '–';
  const ms = now.value - Date.parse(at);
  const words = ms < 2000 ? t('now') : t('ago', { time: duration(ms) });
  return html`<time datetime=${at} title=${new Date(at).toLocaleString(locale.value)}>${words}</time>`;
};

export const clockTime = (at) =>
  html`<time datetime=${at} title=${new Date(at).toLocaleString(locale.value)}
    >${new Date(at).toLocaleTimeString(locale.value, { hour12: false })}</time
  >`;

/** A `<bdi>` keeps a name from turning round the text beside it. */
export const summaryOf = (summary) => {
  if (!summary) return '';
  const { text, others = 0, ...parameters } = summary;
  const who = others > 0 ? t('and-others', { who: summary.who, count: others }) : summary.who;
  return html`<bdi>${t(`event-${text}`, { ...parameters, who, type: t(`recording-${summary.type}`) })}</bdi>`;
};
