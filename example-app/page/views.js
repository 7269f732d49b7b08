import { deliveriesView } from './deliveries.js';
import { experimentsView } from './experiments.js';
import { reviewView } from './review.js';
import { roomView } from './room.js';
import { roomsView } from './rooms.js';
import { roomIdIn } from './room-path.js';
import { isDemo, isModerated } from './state.js';

/**
 * The views of the page; those with a label are tabs. **To add one of your own**, add it here, and its path to `views`
 * in `src/board/board-app.ts`.
 */
export const views = [
  { path: '/', label: 'rooms', matches: (path) => path === '/', draw: roomsView },
  { path: '/rooms', matches: (path) => roomIdIn(path) !== undefined, draw: roomView },
  { path: '/deliveries', label: 'deliveries', matches: (path) => path === '/deliveries', draw: deliveriesView },
  {
    path: '/review',
    label: 'review',
    // In the demo also while moderation is off: the tab says how to turn it on.
    isShown: () => isModerated.value || isDemo.value,
    matches: (path) => path === '/review',
    draw: reviewView,
  },
  {
    path: '/experiments',
    label: 'experiments',
    isShown: () => isDemo.value,
    matches: (path) => path === '/experiments',
    draw: experimentsView,
  },
];
