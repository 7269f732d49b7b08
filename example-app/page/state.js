import { computed, signal } from './signals-core/signals-core.mjs';

/** Everything that the page draws is one of these signals. What reads a signal is drawn again when it changes. */

/** The time here, every second. */
export const clock = signal(Date.now());
setInterval(() => (clock.value = Date.now()), 1000);

/** Where the page is: `/`, `/rooms/…`, `/deliveries`. */
export const path = signal(location.pathname);

/** How the table of rooms is to be: the same words as in the address bar and in `/api/stream`. */
export const defaults = { sort: 'viewers', state: 'live', search: '', page: 1, size: 25 };
export const sizes = [25, 50, 100];
/** The query of an address. What the app does not understand of it is as if it were not there. */
export const queryIn = (search) => {
  const given = new URLSearchParams(search);
  return {
    ...defaults,
    ...Object.fromEntries(given),
    page: Math.max(1, Math.floor(Number(given.get('page'))) || 1),
    size: sizes.find((size) => size === Number(given.get('size'))) ?? defaults.size,
  };
};
export const query = signal(queryIn(location.search));

/** The last message without its rooms: totals, counts, health. Undefined until the first one. */
export const overview = signal(undefined);
/** The rooms on this page of the table by id, in the order of the table. */
export const rooms = signal(new Map());
export const matching = signal(0);
export const isDemo = signal(false);
/** Whether messages are moderated. */
export const isModerated = signal(false);

/** `connecting`, `open`, `down`, or `trouble` while the app cannot read its database. */
export const link = signal('connecting');
/** How far this computer's clock is ahead of the app's. The smallest difference seen is that of the fastest message. */
export const aheadMs = signal(Number.POSITIVE_INFINITY);

/** The time of the app. */
export const now = computed(() => clock.value - (Number.isFinite(aheadMs.value) ? aheadMs.value : 0));

/** The app sends something every five seconds, so what is older than this has been held up. */
const staleMs = 10_000;
/** How old the last message is, in milliseconds, however it was held up. */
export const ageMs = computed(() => (overview.value ? Math.max(0, now.value - Date.parse(overview.value.at)) : 0));
/** `live`, or why what is shown may be out of date. */
export const connection = computed(() => {
  if (link.value !== 'open') return link.value;
  // While nothing changes, the app does not read its database, and so does not notice by that.
  if (overview.value?.health.readiness?.database === 'away') return 'trouble';
  return ageMs.value > staleMs ? 'stale' : 'live';
});
