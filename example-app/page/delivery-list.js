import { effect, signal } from './signals-core/signals-core.mjs';
import { getJson } from './http.js';
import { overview } from './state.js';

const restMs = 1000;

/**
 * A list of deliveries that follows the newest ones while it is in use and not paused. `isUsed` and `filter` are read as
 * signals are.
 */
export const createDeliveryList = (isUsed, filter) => {
  const deliveries = signal(undefined);
  const isPaused = signal(false);
  /** Why the older ones could not be loaded. */
  const problem = signal(undefined);
  /** The newest delivery that the list knows of. */
  const seenId = signal(0);
  let loadedFilter;
  let isLoading = false;
  let isLoadingOlder = false;

  const load = async () => {
    isLoading = true;
    const wanted = filter();
    const newest = overview.peek()?.lastDeliveryId ?? 0;
    try {
      const { deliveries: loaded } = await getJson(`/api/deliveries?${new URLSearchParams(wanted)}`);
      loadedFilter = JSON.stringify(wanted);
      seenId.value = Math.max(newest, loaded[0]?.id ?? 0);
      deliveries.value = loaded;
    } catch {
      // The state of the connection says so; the next attempt follows.
    }
    setTimeout(() => {
      isLoading = false;
      follow();
    }, restMs);
  };

  const follow = () => {
    const isNew = (overview.value?.lastDeliveryId ?? 0) > seenId.value || deliveries.value === undefined;
    const hasOtherFilter = loadedFilter !== JSON.stringify(filter());
    if (!isUsed() || isLoading || !((isNew && !isPaused.value) || hasOtherFilter)) return;
    void load();
  };
  effect(follow);

  return {
    deliveries,
    isPaused,
    problem,
    seenId,
    /** Adds the page of older ones. */
    loadOlder: async () => {
      if (isLoadingOlder) return;
      isLoadingOlder = true;
      isPaused.value = true;
      const shown = deliveries.value;
      try {
        const parameters = new URLSearchParams({ ...filter(), before: shown.at(-1).id });
        const { deliveries: older } = await getJson(`/api/deliveries?${parameters}`);
        // By now, those of another filter may be shown.
        if (deliveries.value === shown) deliveries.value = [...shown, ...older];
        problem.value = undefined;
      } catch (error) {
        problem.value = error.message;
      }
      isLoadingOlder = false;
    },
  };
};
