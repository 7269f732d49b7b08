import { html, svg } from './lit-html/lit-html.js';
import { t } from './texts.js';

const shapes = {
  taken: svg`<circle cx="8" cy="5" r="3" /><path d="M2 14.5a6 5.5 0 0 1 12 0z" />`,
  empty: svg`<circle cx="8" cy="8" r="5.5" class="dashed" />`,
  locked: svg`<rect x="3" y="7" width="10" height="7" rx="1.5" /><path class="line" d="M5 7V5a3 3 0 0 1 6 0v2" />`,
  noAudio: svg`<rect x="6" y="1.5" width="4" height="7" rx="2" /><path class="line" d="M3.5 7.5a4.5 4.5 0 0 0 9 0M8 12v3M2 14L14 2" />`,
  noVideo: svg`<rect x="1" y="4" width="9" height="8" rx="1.5" /><path d="M11 7l4-2.5v7L11 9z" /><path class="line" d="M2 15L14 1" />`,
};
const icon = (shape) => html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${shapes[shape]}</svg>`;
const mark = (shape, label) => html`${icon(shape)}<span class="unseen">${t(label)}</span>`;

const seat = ({ index, account, isLocked, isAudioDisabled, isVideoDisabled }) => {
  const state = account !== null ? 'taken' : isLocked ? 'locked' : 'empty';
  return html`
    <li class="seat" data-state=${state}>
      <span class="number"><span class="unseen">${t('seat')} </span>${index}</span>
      ${icon(state)}
      <span class="who">${account === null ? t(`seat-${state}`) : html`<bdi>${account}</bdi>`}</span>
      <span class="marks">
        ${account !== null && isLocked ? mark('locked', 'seat-locked') : ''}
        ${isAudioDisabled ? mark('noAudio', 'audio-off') : ''} ${isVideoDisabled ? mark('noVideo', 'video-off') : ''}
      </span>
    </li>
  `;
};

export const seatMap = (seats) =>
  html`<ol class="seats">
    ${seats.toSorted((a, b) => a.index - b.index).map(seat)}
  </ol>`;
